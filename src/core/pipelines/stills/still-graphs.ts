import { FaultError } from '../../schema/fault.ts';
import type { FolderFiles, InferenceRuntime, Session } from '../runtime.ts';
import { castTensor, isCastable, toFloat32 } from './cast-tensor.ts';
import type { StillPart } from './find-graphs.ts';
import { openGraph } from './open-graph.ts';

/** Numbers for an input of a graph, whatever kind it takes. */
export interface Given {
  readonly values: ArrayLike<number>;
  readonly dims: readonly number[];
}

export interface Floats {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** What each graph may ask for. One that asks for anything else is of a layout that is not known. */
const KNOWN: Readonly<Record<StillPart, readonly string[]>> = {
  text_encoder: ['input_ids', 'attention_mask'],
  text_encoder_2: ['input_ids', 'attention_mask'],
  unet: ['sample', 'timestep', 'encoder_hidden_states', 'text_embeds', 'time_ids'],
  transformer: ['hidden_states', 'timestep', 'encoder_hidden_states'],
  vae_decoder: ['latent_sample'],
};

interface OpenGraphs {
  readonly files: FolderFiles;
  readonly runtime: InferenceRuntime;
  readonly graphs: ReadonlyMap<StillPart, string>;
  /** Called before each graph is opened; may throw, and nothing is then left open. */
  readonly onGraph: () => void;
  /** Milliseconds. */
  readonly now: (() => number) | undefined;
}

/** The sessions of a model for stills, opened together and released together. */
export class StillGraphs {
  readonly #options: OpenGraphs;
  readonly #sessions = new Map<StillPart, Session>();
  #runMs = 0;

  private constructor(options: OpenGraphs) {
    this.#options = options;
  }

  /** Opens the graphs one after another; where one fails, those before are released. Throws what `openGraph` throws. */
  static async open(options: OpenGraphs): Promise<StillGraphs> {
    const opened = new StillGraphs(options);
    try {
      for (const [part, file] of options.graphs) {
        options.onGraph();
        const session = await openGraph(options.files, options.runtime, file);
        opened.#sessions.set(part, session);
        for (const { name, type } of session.inputs) {
          if (!KNOWN[part].includes(name)) throw opened.fault(part, `it asks for ${name}, which is not known here`);
          if (!isCastable(type)) throw opened.fault(part, `${name} is ${type}, which is not known here`);
        }
      }
      return opened;
    } catch (error) {
      await opened.release();
      throw error;
    }
  }

  /** Milliseconds spent in graphs so far. */
  get runMs(): number {
    return this.#runMs;
  }

  /** Whether a graph has an output of that name. */
  outputsOf(part: StillPart): readonly string[] {
    return this.#session(part).outputNames;
  }

  /** The size that an input has by the graph; undefined for each dimension that may be of any. */
  dimsOf(part: StillPart, name: string): readonly (number | undefined)[] {
    const dims = this.#session(part).inputs.find((input) => input.name === name)?.dims ?? [];
    return dims.map((size) => (typeof size === 'number' && size > 0 ? size : undefined));
  }

  /**
   * Runs a graph for some of its outputs. What it does not ask for is left out; what it asks for must be given.
   * Throws FaultError `model-graph-invalid` for whatever it cannot be made to do, or what the runtime throws.
   */
  async run(part: StillPart, given: Readonly<Record<string, Given>>, wanted: readonly string[]): Promise<Floats[]> {
    const session = this.#session(part);
    const missing = wanted.find((name) => !session.outputNames.includes(name));
    if (missing !== undefined) throw this.fault(part, `it has no output ${missing}`);
    const feeds = session.inputs.map((input) => {
      const value = given[input.name];
      if (!value) throw this.fault(part, `it asks for ${input.name}, which this layout does not have`);
      return [input.name, castTensor(value.values, value.dims, input)] as const;
    });
    const { now } = this.#options;
    const begun = now?.() ?? 0;
    const outputs = await session.run(Object.fromEntries(feeds), wanted).catch((cause: unknown) => {
      // A graph that nobody vouches for may refuse what its layout promises to take.
      throw cause instanceof FaultError ? cause : this.fault(part, firstLine(cause), cause);
    });
    this.#runMs += (now?.() ?? 0) - begun;
    return wanted.map((name) => {
      const output = outputs[name];
      const data = output && toFloat32(output);
      if (!output || !data) throw this.fault(part, `${name} is not made of numbers with a point`);
      if (!data.every(Number.isFinite)) throw this.fault(part, `${name} holds what is no number`);
      return { dims: output.dims, data };
    });
  }

  /** Releases every session; the second time there is nothing left to release. */
  async release(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    // One that fails to let go (its device is gone, say) must not keep the others.
    await Promise.allSettled(sessions.map((session) => session.release()));
  }

  fault(part: StillPart, detail: string, cause?: unknown): FaultError {
    return new FaultError('model-graph-invalid', { file: this.#options.graphs.get(part) ?? part, detail }, { cause });
  }

  #session(part: StillPart): Session {
    const session = this.#sessions.get(part);
    if (!session) throw new Error(`the ${part} was released`);
    return session;
  }
}

const firstLine = (error: unknown): string => (String(error instanceof Error ? error.message : error).split('\n')[0] ?? '').slice(0, 300);
