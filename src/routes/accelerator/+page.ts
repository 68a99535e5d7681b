export const load = () => ({ title: 'Accelerator' });
