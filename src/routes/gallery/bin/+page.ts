export const load = () => ({ title: 'Bin' });
