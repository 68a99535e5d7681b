export const load = () => ({ title: 'Projects' });
