export const load = () => ({ title: 'History' });
