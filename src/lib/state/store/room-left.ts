import type { ShellState } from '../shell/shell.svelte.ts';

/** How many bytes the browser still gives, looked up now; null where it does not say. */
export async function roomLeft(shell: Pick<ShellState, 'refreshStorage' | 'storage'>): Promise<number | null> {
  await shell.refreshStorage();
  const { quota, usage } = shell.storage;
  return quota === null || usage === null ? null : quota - usage;
}
