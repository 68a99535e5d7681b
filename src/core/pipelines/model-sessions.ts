import { FaultError } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import type { AdaptedGraph } from './lora/layer-names.ts';
import { mergeIntoGraph } from './lora/merge-into-graph.ts';
import type { WeightedLora } from './lora/merge-loras.ts';
import type { InferenceRuntime, Session, TensorValue } from './runtime.ts';

/** The graphs of a model folder, in the order they are opened, with the names of their inputs and output. */
const GRAPHS = {
  text_encoder: { inputs: ['input_ids', 'attention_mask'], output: 'last_hidden_state' },
  transformer: { inputs: ['hidden_states', 'timestep', 'encoder_hidden_states'], output: 'out_sample' },
  vae_encoder: { inputs: ['sample'], output: 'latent_sample' },
  vae_decoder: { inputs: ['latent_sample'], output: 'sample' },
} as const;

export type GraphName = keyof typeof GRAPHS;
export const GRAPH_NAMES = Object.keys(GRAPHS) as GraphName[];

/** The graphs that LoRAs change. */
const ADAPTED: readonly AdaptedGraph[] = ['text_encoder', 'transformer'];

interface OpenSessions {
  readonly runtime: InferenceRuntime;
  readonly components: ModelManifest['components'];
  /** The verified bytes of a graph; may throw. */
  readonly read: (name: GraphName) => Promise<Uint8Array>;
  /** Called before each graph is read to be opened; may throw, and nothing is then left open. */
  readonly onGraph?: () => void;
  /** Milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** The sessions of one model, opened together and released together. */
export class ModelSessions {
  readonly #options: OpenSessions;
  readonly #sessions = new Map<GraphName, Session>();
  readonly #adapted = new Set<AdaptedGraph>();
  #runMs = 0;

  private constructor(options: OpenSessions) {
    this.#options = options;
  }

  /**
   * Opens every graph, one after another, so that only one file is in memory at a time. Where one fails,
   * those before are released. Throws what `read` and the runtime throw, `model-graph-invalid` with the file.
   */
  static async open(options: OpenSessions): Promise<ModelSessions> {
    const opened = new ModelSessions(options);
    try {
      for (const name of GRAPH_NAMES) {
        options.onGraph?.();
        opened.#sessions.set(name, await opened.#create(name, await options.read(name)));
      }
      return opened;
    } catch (error) {
      await opened.release();
      throw error;
    }
  }

  /**
   * Has the graphs work with these LoRAs merged into their weights, and with no others; answers those that change
   * anything, as others were made for another model. Each graph that changes is read
   * and opened anew before the one before it is released: what fails leaves the model as it was.
   *
   * Throws FaultError `lora-unfit`, and what `open` throws.
   */
  async adapt(loras: readonly WeightedLora[]): Promise<WeightedLora[]> {
    const { read, components } = this.#options;
    const fitting = new Set<WeightedLora>();
    const changed = new Map<AdaptedGraph, { bytes: Uint8Array; isMerged: boolean }>();
    for (const graph of ADAPTED) {
      const acting = loras.filter(({ layers }) => layers.some((layer) => layer.graph === graph));
      if (acting.length === 0 && !this.#adapted.has(graph)) continue;
      // What is merged is written into the bytes, which are whoever's who gave them.
      const bytes = new Uint8Array(await read(graph));
      const merged = acting.length > 0 ? await mergeIntoGraph(bytes, components[graph].file, graph, acting) : [];
      for (const lora of merged) fitting.add(lora);
      changed.set(graph, { bytes, isMerged: merged.length > 0 });
    }
    for (const [graph, { bytes, isMerged }] of changed) {
      const before = this.#sessions.get(graph);
      this.#sessions.set(graph, await this.#create(graph, bytes));
      if (isMerged) this.#adapted.add(graph);
      else this.#adapted.delete(graph);
      await before?.release();
    }
    return loras.filter((lora) => fitting.has(lora));
  }

  async #create(name: GraphName, bytes: Uint8Array): Promise<Session> {
    const { runtime } = this.#options;
    let session: Session;
    try {
      session = await runtime.createSession(bytes);
    } catch (error) {
      // The runtime sees bytes only; a person needs the file.
      if (!(error instanceof FaultError) || error.fault.reason !== 'model-graph-invalid') throw error;
      throw this.#graphFault(name, String(error.fault.facts['detail'] ?? 'it is no ONNX graph'), error);
    }
    const { inputs, output } = GRAPHS[name];
    const missing = inputs.filter((input) => !session.inputNames.includes(input));
    if (missing.length === 0 && session.outputNames.includes(output)) return session;
    await session.release();
    throw this.#graphFault(name, missing.length > 0 ? `it has no input ${missing.join(', ')}` : `it has no output ${output}`);
  }

  /** Milliseconds spent in graphs so far. */
  get runMs(): number {
    return this.#runMs;
  }

  /**
   * Runs a graph once and gives its output with its dims. `elements`: how many numbers are expected.
   * Throws FaultError `model-graph-invalid` where the graph gives something else, or what the runtime throws.
   */
  async run(
    name: GraphName,
    feeds: Readonly<Record<string, TensorValue>>,
    elements?: number,
  ): Promise<TensorValue & { type: 'float32' }> {
    const session = this.#sessions.get(name);
    if (!session) throw new Error(`the ${name} was released`);
    const { now } = this.#options;
    const begun = now?.() ?? 0;
    const outputs = await session.run(feeds);
    this.#runMs += (now?.() ?? 0) - begun;
    const output = outputs[GRAPHS[name].output];
    if (output?.type !== 'float32') throw this.#graphFault(name, `${GRAPHS[name].output} is not float32`);
    if (elements !== undefined && output.data.length !== elements) {
      throw this.#graphFault(name, `${GRAPHS[name].output} has ${output.data.length} numbers instead of ${elements}`);
    }
    return output;
  }

  /** Releases every session; the second time there is nothing left to release. */
  async release(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    // One that fails to let go (its device is gone, say) must not keep the others.
    await Promise.allSettled(sessions.map((session) => session.release()));
  }

  #graphFault(name: GraphName, detail: string, cause?: unknown): FaultError {
    const { file } = this.#options.components[name];
    return new FaultError('model-graph-invalid', { file, detail }, { cause });
  }
}
