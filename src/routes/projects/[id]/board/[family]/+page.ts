export const load = () => ({ title: 'Alternates' });
