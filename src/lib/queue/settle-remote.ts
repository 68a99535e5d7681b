import { loadPart } from '#core/domain/load-part.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { SettledStore } from './settle-jobs.ts';

/** Few browsers have an accelerator. */
const settling = () => loadPart(() => import('./settle-jobs.ts'));

/**
 * Tells an accelerator what became here of its jobs while it was away, or while this browser was: a job that was
 * cancelled or put aside here is cancelled there, and the file of a take that is kept here may go there.
 * Returns the way to stop.
 */
export function settleRemote(link: AcceleratorLink, store: SettledStore): () => void {
  const settle = () => void settling().then(({ settleAll }) => settleAll(link, store)).catch(reportError);
  if (link.state.kind === 'connected') settle();
  return link.subscribe((event) => {
    if (event.kind === 'state' && event.state.kind === 'connected') settle();
    else if (event.kind === 'job') void settling().then(({ settleOne }) => settleOne(link, store, event.job)).catch(reportError);
  });
}
