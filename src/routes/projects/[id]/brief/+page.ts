export const load = () => ({ title: 'Brief' });
