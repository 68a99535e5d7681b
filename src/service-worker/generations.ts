/**
 * Which kept files go when a new version takes over. A tab of the version before still runs and fetches its parts
 * when it needs them, so what the new version no longer has stays for one more generation.
 * @param kept what lies in the cache now
 * @param current what the new version is made of
 * @param outdated what no version of the last generation had: the list that the last call returned
 */
export function sortOut(
  kept: readonly string[],
  current: ReadonlySet<string>,
  outdated: ReadonlySet<string>,
): { readonly remove: readonly string[]; readonly outdated: readonly string[] } {
  const stale = kept.filter((file) => !current.has(file));
  return { remove: stale.filter((file) => outdated.has(file)), outdated: stale.filter((file) => !outdated.has(file)) };
}
