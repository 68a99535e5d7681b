export const load = () => ({ title: 'Keyframes' });
