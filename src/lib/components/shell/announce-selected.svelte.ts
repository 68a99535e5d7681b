/** Says how many are selected whenever their number changes. Belongs to the component that calls it. */
export function announceSelected(count: () => number, announce: (text: string) => void): void {
  let before = 0;
  $effect(() => {
    const now = count();
    if (now === before) return;
    before = now;
    announce(now === 0 ? 'None selected.' : `${now} selected.`);
  });
}
