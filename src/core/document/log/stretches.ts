/** Work that rests for so long, in milliseconds, leaves a moment to come back to. */
const REST = 10 * 60_000;
/** So does work that has gone on for so long. */
const LONG = 30 * 60_000;

/** The stretches of entries that were written at one go, as places in the log. */
export function stretches(entries: readonly { readonly at: number }[]): { from: number; until: number }[] {
  const starts: number[] = [];
  let began = 0;
  let last = 0;
  entries.forEach(({ at }, i) => {
    if (i === 0 || at - last > REST || at - began > LONG) {
      starts.push(i);
      began = at;
    }
    last = at;
  });
  return starts.map((from, i) => ({ from, until: starts[i + 1] ?? entries.length }));
}
