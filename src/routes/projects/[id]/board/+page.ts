export const load = () => ({ title: 'Board' });
