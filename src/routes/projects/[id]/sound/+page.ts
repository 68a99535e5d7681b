export const load = () => ({ title: 'Sound' });
