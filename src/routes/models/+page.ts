export const load = () => ({ title: 'Models' });
