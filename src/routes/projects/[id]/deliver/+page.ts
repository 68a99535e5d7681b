export const load = () => ({ title: 'Deliver' });
