import { z } from 'zod';
import { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { JobId, TakeId } from '#core/schema/ids.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';

const JobPage = z.object({ jobs: z.array(RemoteJob), next: JobId.optional() });

export type SettledStore = Pick<StudioStorage, 'jobs' | 'takes'>;

/** Settles all jobs that the accelerator knows of this browser. */
export async function settleAll(link: AcceleratorLink, store: SettledStore): Promise<void> {
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

export async function settleOne(link: AcceleratorLink, { jobs, takes }: SettledStore, { order: { id }, job, result, collected }: RemoteJob): Promise<void> {
  if (job.state === 'done') {
    if (result && !collected && (await takes.get(TakeId.parse(id)))) await link.collected(id, result.media);
    return;
  }
  if (job.state === 'failed' || job.state === 'cancelled') return;
  const here = (await jobs.get(id))?.job.state;
  if (here === 'cancelled' || here === 'paused') await link.cancel(id);
}
