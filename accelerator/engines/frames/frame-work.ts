import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { DiskShelf } from '../../media/disk-shelf.ts';
import type { Provider } from '../onnx/runtime.ts';
import type { EnhanceContext, EnhancedFile } from '../ports.ts';
import { runProcess } from '../run-process.ts';
import { Order, Report } from './child-messages.ts';

const CHILD = fileURLToPath(new URL('./frame-child.ts', import.meta.url));

/** Faults that speak against a graphics card, and not against the request. */
const OF_THE_CARD: readonly Fault['reason'][] = ['device-lost', 'provider-unavailable', 'out-of-memory', 'engine-died'];

export interface FrameWorkOptions {
  readonly media?: Pick<DiskShelf, 'pathOf'> | undefined;
  /** A folder for what is being made; what lies in it is nobody's when this begins. */
  readonly scratch: string;
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
      const { recipe, milliseconds } = await runProcess({
        program: CHILD,
        order: Order.parse({ mode, input, output: file, source, prompt, provider, small }),
        engine: 'ONNX Runtime',
        signal: { get aborted() { return signal.aborted || closed.aborted; } },
        hear(message) {
          const report = Report.safeParse(message).data;
          if (report?.kind === 'made') return report;
          if (report?.kind === 'fault') throw new FaultError(report.fault.reason, report.fault.facts);
          if (report?.kind !== 'progress') throw new Error(report?.message ?? 'A process that works on frames said something that cannot be understood.');
          onProgress(report.progress);
          return undefined;
        },
      });
      return ok({ file, recipe, timings: { enhance: milliseconds }, dispose });
    } catch (error) {
      await dispose();
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  }
}
