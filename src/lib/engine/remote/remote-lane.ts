import { loadPart } from '#core/domain/load-part.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { WaitReason } from '#core/schema/job.ts';
import type { EngineLane, LaneEngine } from '../lane.ts';
import type { AcceleratorLink } from './ports.ts';

/** More are never handed over at a time, whatever an accelerator says: what is there can no longer be put into another order here. */
const MOST_AT_ONCE = 16;

/** The paired accelerator as jobs see it: away as long as it is not connected. */
export class RemoteLane implements EngineLane {
  readonly engine: LaneEngine;
  /** Each of its models has limits of its own, and it takes the steps down itself. */
  readonly sides = undefined;
  readonly stepsDownItself = true;
  readonly #link: AcceleratorLink;

  constructor(link: AcceleratorLink, engine = engineOnDemand(link)) {
    this.#link = link;
    this.engine = engine;
  }

  get awaits(): WaitReason | undefined {
    return this.#link.state.kind === 'connected' ? undefined : 'accelerator';
  }

  /** As many as its engines say that they want, so that none of them waits for this browser between two jobs. */
  get atOnce(): number {
    // The compositor takes no clips.
    const wanted = this.#link.offers.reduce((sum, { id, takes = 1, fault }) => sum + (fault || id === 'compositor' ? 0 : takes), 0);
    return Math.min(MOST_AT_ONCE, Math.max(1, wanted));
  }

  look(): void {
    if (this.awaits) this.#link.look();
  }

  /** Lets the accelerator let the file go. */
  published(id: JobId, media: Sha256): Promise<void> {
    return this.#link.collected(id, media);
  }

  subscribe(listener: () => void): () => void {
    return this.#link.subscribe((event) => (event.kind === 'state' || event.kind === 'offers') && listener());
  }
}

/** Loaded with the first job that goes there. */
function engineOnDemand(link: AcceleratorLink): LaneEngine {
  const load = async () => new (await loadPart(() => import('./remote-engine.ts'))).RemoteEngine(link);
  return {
    describe: async () => (await load()).describe(),
    run: async (request, context) => (await load()).run(request, context),
  };
}
