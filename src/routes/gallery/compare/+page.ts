export const load = () => ({ title: 'Compare' });
