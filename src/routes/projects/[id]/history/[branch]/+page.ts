export const load = () => ({ title: 'Compare a branch' });
