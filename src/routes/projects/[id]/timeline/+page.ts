export const load = () => ({ title: 'Timeline' });
