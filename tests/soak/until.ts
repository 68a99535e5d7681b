/** Waits until there is something; throws when there is still nothing after so many milliseconds. */
export async function until<Value>(find: () => Value | undefined, limitMs: number): Promise<Value> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`Nothing came within ${limitMs / 1000} s of waiting for: ${find}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
