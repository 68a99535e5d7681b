export const load = () => ({ title: 'Cast & styles' });
