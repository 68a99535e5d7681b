export const load = () => ({ title: 'Cast' });
