import { Workbox } from 'workbox-window';
import type { ShellState } from './shell.svelte.ts';

/** How often a page that stays open looks for a new version, in milliseconds. */
const LOOK_MS = 60 * 60 * 1000;

/** Registers the service worker and offers each new version to the person; it takes over only after a yes. */
export function watchForUpdates(shell: ShellState): () => void {
  // In development there is nothing to keep: every file changes under one's hands.
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return () => {};
  const workbox = new Workbox('/service-worker.js');
  let accepted = false;
  workbox.addEventListener('waiting', () =>
    shell.offerUpdate(() => {
      accepted = true;
      workbox.messageSkipWaiting();
    }),
  );
  workbox.addEventListener('controlling', () => {
    if (accepted) location.reload();
  });
  void workbox.register().catch((error: unknown) => console.warn('The app could not be kept for offline use.', error));
  const timer = setInterval(() => navigator.onLine && void workbox.update().catch(() => undefined), LOOK_MS);
  return () => clearInterval(timer);
}
