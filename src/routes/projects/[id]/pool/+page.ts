export const load = () => ({ title: 'Pool' });
