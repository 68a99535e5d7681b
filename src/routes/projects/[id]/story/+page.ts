export const load = () => ({ title: 'Story' });
