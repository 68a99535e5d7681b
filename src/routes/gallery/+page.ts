export const load = () => ({ title: 'Gallery' });
