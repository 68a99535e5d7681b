export const load = () => ({ title: 'LoRAs' });
