export const load = () => ({ title: 'Take' });
