import { FaultError } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
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

interface OpenSessions {
  readonly runtime: InferenceRuntime;
  readonly components: ModelManifest['components'];
  /** The verified bytes of a graph; may throw. */
  readonly read: (name: GraphName) => Promise<Uint8Array>;
  /** Milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** The sessions of one model, opened together and released together. */
export class ModelSessions {
  readonly #components: ModelManifest['components'];
  readonly #sessions = new Map<GraphName, Session>();
  readonly #now: (() => number) | undefined;
  #runMs = 0;

  private constructor({ components, now }: OpenSessions) {
    this.#components = components;
    this.#now = now;
  }

  /**
   * Opens every graph, one after another, so that only one file is in memory at a time. Where one fails,
   * those before are released. Throws what `read` and the runtime throw, `model-graph-invalid` with the file.
   */
  static async open(options: OpenSessions): Promise<ModelSessions> {
    const opened = new ModelSessions(options);
    try {
      for (const name of GRAPH_NAMES) await opened.#create(name, options);
      return opened;
    } catch (error) {
      await opened.release();
      throw error;
    }
  }

  async #create(name: GraphName, { runtime, read }: OpenSessions): Promise<void> {
    const bytes = await read(name);
    let session: Session;
    try {
      session = await runtime.createSession(bytes);
    } catch (error) {
      // The runtime sees bytes only; a person needs the file.
      if (!(error instanceof FaultError) || error.fault.reason !== 'model-graph-invalid') throw error;
      throw this.#graphFault(name, String(error.fault.facts['detail'] ?? 'it is no ONNX graph'), error);
    }
    this.#sessions.set(name, session);
    const { inputs, output } = GRAPHS[name];
    const missing = inputs.filter((input) => !session.inputNames.includes(input));
    if (missing.length > 0) throw this.#graphFault(name, `it has no input ${missing.join(', ')}`);
    if (!session.outputNames.includes(output)) throw this.#graphFault(name, `it has no output ${output}`);
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
    const begun = this.#now?.() ?? 0;
    const outputs = await session.run(feeds);
    this.#runMs += (this.#now?.() ?? 0) - begun;
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
    const { file } = this.#components[name];
    return new FaultError('model-graph-invalid', { file, detail }, { cause });
  }
}
