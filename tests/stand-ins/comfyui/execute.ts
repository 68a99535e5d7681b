import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Drawing, drawPng, drawPreview } from './draw.ts';
import type { StandInFaults } from './faults.ts';
import type { Sockets } from './sockets.ts';
import { isLink, type Prompt, type PromptNode } from './validate.ts';

export interface SavedFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: 'output';
}

/** An exception in a node, as Python names it. */
export class NodeException extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
export class Interrupted extends Error {}

export interface World {
  readonly faults: StandInFaults;
  readonly sockets: Sockets;
  /** What was saved, by folder and name. */
  readonly saved: Map<string, Buffer>;
  /** Results of nodes by their signature: what is the same is not worked twice. */
  readonly cache: Map<string, unknown>;
  readonly isInterrupted: () => boolean;
  /** Told after each step of a sampler. */
  readonly stepped: () => void;
}

/** Works a prompt off, node by node, and tells about it. Resolves with what its output nodes have made. */
export class Execution {
  readonly outputs: Record<string, unknown> = {};
  readonly executed: string[] = [];
  at: string | undefined;
  readonly #world: World;
  readonly #prompt: Prompt;
  readonly #id: string;
  readonly #sid: string;
  readonly #states: Record<string, unknown> = {};

  constructor(world: World, id: string, prompt: Prompt, sid: string) {
    this.#world = world;
    this.#prompt = prompt;
    this.#id = id;
    this.#sid = sid;
  }

  tell(type: string, data: Record<string, unknown>): void {
    if (!this.#world.faults.silent) this.#world.sockets.send(type, { ...data, prompt_id: this.#id }, this.#sid);
  }

  async run(outputNodes: readonly string[]): Promise<void> {
    const order: string[] = [];
    const visit = (id: string): void => {
      if (order.includes(id)) return;
      for (const value of Object.values(this.#prompt[id]?.inputs ?? {})) if (isLink(value)) visit(value[0]);
      order.push(id);
    };
    for (const id of outputNodes) visit(id);
    const cached = order.filter((id) => this.#world.cache.has(this.#signature(id)));
    this.tell('execution_start', { timestamp: Date.now() });
    this.tell('execution_cached', { nodes: cached, timestamp: Date.now() });
    for (const id of order) {
      const node = this.#prompt[id] as PromptNode;
      const known = this.#world.cache.get(this.#signature(id));
      if (known === undefined) await this.#node(id, node);
      else if (outputNodes.includes(id)) {
        this.outputs[id] = known;
        this.tell('executed', { node: id, display_node: id, output: known });
      }
    }
    this.tell('execution_success', { timestamp: Date.now() });
  }

  async #node(id: string, node: PromptNode): Promise<void> {
    this.at = id;
    if (this.#world.isInterrupted()) throw new Interrupted();
    this.tell('executing', { node: id, display_node: id });
    this.#state(id, 0, 1, 'running');
    const steps = stepsOf(node);
    if (steps !== undefined) await this.#sample(id, steps);
    else if (/Loader/.test(node.class_type)) await sleep(this.#world.faults.loadMs);
    const output = await this.#save(id, node);
    this.#state(id, steps ?? 1, steps ?? 1, 'finished');
    this.#world.cache.set(this.#signature(id), output ?? true);
    this.executed.push(id);
    if (output) {
      this.outputs[id] = output;
      this.tell('executed', { node: id, display_node: id, output });
    }
  }

  async #sample(id: string, steps: number): Promise<void> {
    const { faults, sockets } = this.#world;
    const kind = faults.old ? 'jpeg' : 'png';
    const preview = await drawPreview(this.#signature(id), kind);
    for (let step = 1; step <= steps; step += 1) {
      await sleep(faults.stepMs);
      if (this.#world.isInterrupted()) throw new Interrupted();
      this.#state(id, step, steps, 'running');
      this.tell('progress', { value: step, max: steps, node: id });
      if (!faults.silent) {
        if (!faults.old && sockets.wantsMetadata(this.#sid)) {
          const metadata = { node_id: id, prompt_id: this.#id, display_node_id: id, parent_node_id: null, real_node_id: id, image_type: `image/${kind}` };
          sockets.previewWithMetadata(this.#sid, metadata, preview);
        } else sockets.preview(this.#sid, kind === 'jpeg' ? 1 : 2, preview);
      }
      this.#world.stepped();
      if (step === Math.min(2, steps)) await this.#fail();
    }
  }

  async #fail(): Promise<void> {
    const isTiled = Object.values(this.#prompt).some(({ class_type }) => class_type === 'VAEDecodeTiled');
    const memory = () => new NodeException('torch.OutOfMemoryError', 'Allocation on device 0 would exceed allowed memory. (out of memory)\nCurrently allocated     : 14.12 GiB');
    switch (this.#world.faults.inSampler) {
      case 'nothing':
        return;
      case 'out-of-memory':
        throw memory();
      case 'out-of-memory-unless-tiled':
        if (!isTiled) throw memory();
        return;
      case 'error':
        throw new NodeException('RuntimeError', "Given groups=1, weight of size [5120, 36, 1, 2, 2], expected input[1, 16, 21, 60, 104] to have 36 channels, but got 16 channels instead");
      case 'device-lost':
        throw new NodeException('RuntimeError', 'CUDA error: unspecified launch failure');
      case 'hang':
        while (!this.#world.isInterrupted()) await sleep(20);
        throw new Interrupted();
    }
  }

  #state(id: string, value: number, max: number, state: 'running' | 'finished'): void {
    this.#states[id] = { value, max, state, node_id: id, prompt_id: this.#id, display_node_id: id, parent_node_id: null, real_node_id: id };
    if (!this.#world.faults.old) this.tell('progress_state', { nodes: { ...this.#states } });
  }

  async #save(id: string, { class_type, inputs }: PromptNode): Promise<Record<string, unknown> | undefined> {
    const prefix = String(inputs.filename_prefix);
    if (class_type === 'SaveImage') {
      const drawing = this.#drawing(id);
      const frames = Math.max(0, drawing.frames - this.#world.faults.leavesOut);
      return { images: await Promise.all(Array.from({ length: frames }, async (_, frame) => this.#keep(prefix, frame + 1, 'png', await drawPng(drawing, frame)))) };
    }
    if (class_type !== 'SaveVideo') return undefined;
    const [create] = inputs.video as [string, number];
    // Encoders take long to load, and few ask for films.
    const { drawFilm } = await import('./draw-film.ts');
    const film = await drawFilm(this.#drawing(id), Number(this.#prompt[create]?.inputs.fps));
    return { images: [this.#keep(prefix, 1, 'mp4', Buffer.from(film))], animated: [true] };
  }

  #keep(prefix: string, number: number, ending: string, bytes: Buffer): SavedFile {
    const at = prefix.lastIndexOf('/');
    const subfolder = at < 0 ? '' : prefix.slice(0, at);
    const filename = `${prefix.slice(at + 1)}_${String(number).padStart(5, '0')}_.${ending}`;
    this.#world.saved.set(`${subfolder}/${filename}`, bytes);
    return { filename, subfolder, type: 'output' };
  }

  /** What the pictures of an output node depend on, without the name that they are saved under. */
  #drawing(id: string): Drawing {
    const source = Object.values(this.#prompt[id]?.inputs ?? {}).find(isLink);
    const shape = this.#shapeAbove(id);
    return { digest: source ? this.#signature(source[0]) : '', width: Number(shape?.width), height: Number(shape?.height), frames: Number(shape?.length) };
  }

  #shapeAbove(id: string): PromptNode['inputs'] | undefined {
    const inputs = this.#prompt[id]?.inputs ?? {};
    if (typeof inputs.length === 'number') return inputs;
    for (const value of Object.values(inputs)) {
      const found = isLink(value) ? this.#shapeAbove(value[0]) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #signature(id: string): string {
    const { class_type, inputs } = this.#prompt[id] as PromptNode;
    const parts = Object.entries(inputs).map(([name, value]) => [name, isLink(value) ? [this.#signature(value[0]), value[1]] : value]);
    return createHash('sha256').update(JSON.stringify([class_type, parts])).digest('hex');
  }
}

function stepsOf({ class_type, inputs }: PromptNode): number | undefined {
  if (class_type === 'KSampler') return Number(inputs.steps);
  if (class_type !== 'KSamplerAdvanced') return undefined;
  return Math.max(0, Math.min(Number(inputs.steps), Number(inputs.end_at_step)) - Number(inputs.start_at_step));
}
