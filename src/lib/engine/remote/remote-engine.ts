import type { EngineDescription } from '#core/domain/generate/engine.ts';
import type { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { type FinishedFile, type LaneContext, type LaneEngine, LEFT } from '../lane.ts';
import type { AcceleratorLink } from './ports.ts';
import { onTheWay, RemoteNews } from './remote-news.ts';

/** A line that is down for less is waited for, in milliseconds; after that the job goes back into the browser's queue. */
const GRACE_MS = 8_000;

/** While it is known that the accelerator has the job, that is said so often, in milliseconds. */
const ALIVE_MS = 10_000;

type Outcome = Result<FinishedFile, Fault>;

/**
 * The browser's stand-in for whatever engine a paired accelerator has. A job goes there under the id that it has
 * here, so that handing it over again (after a reload, a break, a restart on either side) follows the same
 * job, and one that is not known there any more is begun there anew.
 */
export class RemoteEngine implements LaneEngine {
  readonly #link: AcceleratorLink;
  readonly #graceMs: number;

  constructor(link: AcceleratorLink, graceMs = GRACE_MS) {
    this.#link = link;
    this.#graceMs = graceMs;
  }

  async describe(): Promise<EngineDescription> {
    const { state, offers } = this.#link;
    const version = state.kind === 'connected' ? state.version : '';
    const provider = state.kind === 'unpaired' ? '' : state.name;
    return { id: 'remote', version, provider, why: offers[0]?.why ?? 'No accelerator is connected.' };
  }

  async run(_request: GenerationRequest, context: LaneContext): Promise<Outcome> {
    const news = new RemoteNews(this.#link, context);
    const alive = setInterval(() => this.#link.state.kind === 'connected' && news.job && context.onAlive(), ALIVE_MS);
    try {
      return await this.#follow(news, context);
    } finally {
      clearInterval(alive);
      news.dispose();
    }
  }

  async #follow(news: RemoteNews, context: LaneContext): Promise<Outcome> {
    const { job, signal } = context;
    /** Until when a line that is down is waited for. */
    let until = performance.now() + this.#graceMs;
    let first = true;
    for (;;) {
      if (signal.aborted) return this.#stop(job, signal);
      if (this.#link.state.kind !== 'connected') {
        const left = until - performance.now();
        if (left <= 0) return fail({ reason: 'accelerator-away', facts: {} });
        await news.wait(left);
        continue;
      }
      until = performance.now() + this.#graceMs;
      if (!news.job) {
        const { breaks } = news;
        const handed = await this.#handOver(context, news, first);
        if (handed.ok) {
          // What was told meanwhile is newer than the answer, and an answer from before a break says nothing of what is known now.
          if (!news.job && news.breaks === breaks) news.note(handed.value);
          first = false;
          context.onTaken?.();
        } else if (handed.fault.reason === 'accelerator-away') {
          // The line's own word for it may still be on its way.
          if (this.#link.state.kind === 'connected') return handed;
        } else {
          return handed;
        }
        continue;
      }
      const ended = await this.#ended(news.job, context);
      if (ended) {
        if (ended.ok || ended.fault.reason !== 'accelerator-away' || this.#link.state.kind === 'connected') return ended;
        continue;
      }
      await news.wait();
    }
  }

  /** `first`: this attempt has not handed it over yet, so what failed or was cancelled there before is tried again. */
  async #handOver({ job: id, stored: request, priority, bytes }: LaneContext, news: RemoteNews, first: boolean): Promise<Result<RemoteJob, Fault>> {
    const order = { id, request, priority, dependsOn: [], stepsDown: [] };
    const known = await this.#link.submit(order, bytes);
    if (!known.ok || !first) return known;
    const { state } = known.value.job;
    if (state !== 'failed' && state !== 'cancelled') return known;
    news.forget();
    return this.#again(id);
  }

  async #again(id: JobId): Promise<Result<RemoteJob, Fault>> {
    const job = await this.#link.retry(id);
    if (!job.ok) return job;
    // Forgotten between two words: the next attempt sends it anew.
    return job.value ? ok(job.value) : fail({ reason: 'interrupted', facts: {} });
  }

  /** What has come of it; undefined while it is not over. */
  async #ended({ job, result }: RemoteJob, context: LaneContext): Promise<Outcome | undefined> {
    if (job.state === 'failed') return fail(job.fault);
    // Somebody else has cancelled it there.
    if (job.state === 'cancelled') return fail({ reason: 'cancelled', facts: {} });
    if (job.state !== 'done') return undefined;
    if (!result || !('recipe' in result)) return fail({ reason: 'engine-refused', facts: { engine: 'The accelerator', detail: 'The job is done, but its result is not there any more.' } });
    const fetched = await this.#link.fetch(result.media, (fraction) => context.onProgress(onTheWay(fraction)));
    if (!fetched.ok) return fetched;
    const { recipe, timings, adjustments, energy, type } = result;
    return ok({ file: new Blob([fetched.value], { type }), recipe, timings, adjustments, ...(energy !== undefined && { energy }) });
  }

  /** Cancels it there too, unless this tab only leaves. */
  async #stop(id: JobId, signal: AbortSignal): Promise<Outcome> {
    // Where it does not answer, whoever meets it again says it then.
    if (signal.reason !== LEFT) await this.#link.cancel(id);
    return fail({ reason: 'cancelled', facts: {} });
  }
}
