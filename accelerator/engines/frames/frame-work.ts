import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Fault } from '#core/schema/fault.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { DiskShelf } from '../../media/disk-shelf.ts';
import type { Provider } from '../onnx/provider.ts';
import { workOnce } from '../../processes/work-once.ts';
import type { EnhanceContext, EnhancedFile } from '../ports.ts';
import { PROTOCOL } from './child-messages.ts';

const CHILD = new URL('./frame-child.ts', import.meta.url);

/** Faults that speak against a graphics card, and not against the request. */
const OF_THE_CARD: readonly Fault['reason'][] = ['device-lost', 'provider-unavailable', 'out-of-memory', 'engine-died'];

export interface FrameWorkOptions {
  readonly media?: Pick<DiskShelf, 'pathOf'> | undefined;
  /** A folder for what is being made; what lies in it is nobody's when this begins. */
  readonly scratch: string;
  readonly log: Logger;
}

/** Makes frames larger or more of them, each file in a process of its own. */
export class FrameWork {
  readonly #options: FrameWorkOptions;
  readonly #closed = { aborted: false };
  readonly #work = new Set<Promise<unknown>>();
  /** Once what was left behind is swept away: with the first file, so that who only looks at the engine changes nothing. */
  #swept: Promise<void> | undefined;

  constructor(options: FrameWorkOptions) {
    this.#options = options;
  }

  async enhance(request: GenerationRequest, context: EnhanceContext, provider: Provider): Promise<Result<EnhancedFile, Fault>> {
    const work = this.#attempt(request, context, provider).then((made) => {
      const isOfTheCard = provider !== 'cpu' && !made.ok && OF_THE_CARD.includes(made.fault.reason);
      return isOfTheCard ? this.#attempt(request, context, 'cpu') : made;
    });
    const watched = work.catch(() => undefined);
    this.#work.add(watched);
    return work.finally(() => this.#work.delete(watched));
  }

  /** Ends what is at work; it resolves as cancelled. */
  async dispose(): Promise<void> {
    this.#closed.aborted = true;
    await Promise.all(this.#work);
  }

  async #attempt({ mode, source, prompt }: GenerationRequest, { signal, small = false, onProgress }: EnhanceContext, provider: Provider): Promise<Result<EnhancedFile, Fault>> {
    const input = source && this.#options.media?.pathOf(source);
    if (!source || input === undefined) return fail({ reason: 'media-damaged', facts: {} });
    const { scratch } = this.#options;
    await (this.#swept ??= rm(scratch, { recursive: true, force: true }));
    const file = path.join(scratch, randomUUID());
    const dispose = () => rm(file, { force: true });
    const closed = this.#closed;
    try {
      await mkdir(scratch, { recursive: true });
      const { log } = this.#options;
      const made = await workOnce({ program: CHILD, protocol: PROTOCOL, engine: 'ONNX Runtime', provider, log }, { mode: FrameMode.parse(mode), input, output: file, source, prompt, provider, small }, {
        signal: { get aborted() { return signal.aborted || closed.aborted; } },
        onNews: onProgress,
      });
      if (made.ok) return ok({ file, recipe: made.value.recipe, timings: { enhance: made.value.milliseconds }, dispose });
      await dispose();
      return made;
    } catch (error) {
      await dispose();
      throw error;
    }
  }
}
