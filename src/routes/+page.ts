export const load = () => ({ title: 'Create' });
