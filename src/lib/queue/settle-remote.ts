import { z } from 'zod';
import { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { JobId, TakeId } from '#core/schema/ids.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';

const JobPage = z.object({ jobs: z.array(RemoteJob), next: JobId.optional() });

type Store = Pick<StudioStorage, 'jobs' | 'takes'>;

/**
 * Tells an accelerator what became here of its jobs while it was away, or while this browser was: a job that was
 * cancelled or put aside here is cancelled there, and the file of a take that is kept here may go there.
 * Returns the way to stop.
 */
export function settleRemote(link: AcceleratorLink, store: Store): () => void {
  const settle = () => void settleAll(link, store).catch(reportError);
  if (link.state.kind === 'connected') settle();
  return link.subscribe((event) => {
    if (event.kind === 'state' && event.state.kind === 'connected') settle();
    else if (event.kind === 'job') void settleOne(link, store, event.job).catch(reportError);
  });
}

async function settleAll(link: AcceleratorLink, store: Store): Promise<void> {
  let path: string | undefined = '/jobs';
  while (path) {
    const answer = await link.ask(path);
    if (!answer.ok || !answer.value.ok) return;
    const page = JobPage.safeParse(await answer.value.json().catch(() => undefined));
    if (!page.success) return;
    for (const job of page.data.jobs) await settleOne(link, store, job);
    path = page.data.next && `/jobs?after=${page.data.next}`;
  }
}

async function settleOne(link: AcceleratorLink, { jobs, takes }: Store, { order: { id }, job, result, collected }: RemoteJob): Promise<void> {
  if (job.state === 'done') {
    if (result && !collected && (await takes.get(TakeId.parse(id)))) await link.collected(id, result.media);
    return;
  }
  if (job.state === 'failed' || job.state === 'cancelled') return;
  const here = (await jobs.get(id))?.job.state;
  if (here === 'cancelled' || here === 'paused') await link.cancel(id);
}
