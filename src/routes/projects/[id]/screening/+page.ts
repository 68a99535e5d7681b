export const load = () => ({ title: 'Screening' });
