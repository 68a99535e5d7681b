import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { WaitReason } from '#core/schema/job.ts';
import type { EngineLane } from '../lane.ts';
import type { AcceleratorLink } from './ports.ts';
import { RemoteEngine } from './remote-engine.ts';

/** The paired accelerator as jobs see it: away as long as it is not connected. */
export class RemoteLane implements EngineLane {
  readonly engine: RemoteEngine;
  /** Each of its models has limits of its own, and it takes the steps down itself. */
  readonly sides = undefined;
  readonly stepsDownItself = true;
  readonly #link: AcceleratorLink;

  constructor(link: AcceleratorLink, engine = new RemoteEngine(link)) {
    this.#link = link;
    this.engine = engine;
  }

  get awaits(): WaitReason | undefined {
    return this.#link.state.kind === 'connected' ? undefined : 'accelerator';
  }

  look(): void {
    if (this.awaits) this.#link.look();
  }

  /** Lets the accelerator let the file go. */
  published(id: JobId, media: Sha256): Promise<void> {
    return this.#link.collected(id, media);
  }

  subscribe(listener: () => void): () => void {
    return this.#link.subscribe((event) => event.kind === 'state' && listener());
  }
}
