export const load = () => ({ title: 'Project' });
