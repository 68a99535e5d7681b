import type { CancelSignal } from '../../domain/generate/engine.ts';
import { FaultError } from '../../schema/fault.ts';
import type { FrameMode, FrameModelManifest } from '../../schema/frame-model.ts';
import { readFrameManifest, readVerified } from '../model-folder.ts';
import type { Digest, InferenceRuntime, ModelFiles, Session, TensorValue } from '../runtime.ts';

/** What each kind of graph is given and gives. */
const GRAPHS: Readonly<Record<FrameMode, { readonly inputs: readonly string[]; readonly output: string; readonly scale: number }>> = {
  upscale: { inputs: ['picture'], output: 'larger', scale: 2 },
  interpolate: { inputs: ['before', 'after'], output: 'between', scale: 1 },
};

/** How work on frames is watched and stopped. */
export interface FrameTools {
  readonly signal: CancelSignal;
  /** Lets the host's event loop turn once, so that a cancel can arrive. */
  breathe(): Promise<void>;
  /** Told after each tile. */
  onTile?(): void;
  /** Tiles of half the sides: the memory has run out before. */
  readonly small?: boolean;
}

interface OpenFrameModel {
  readonly files: ModelFiles;
  readonly runtime: InferenceRuntime;
  readonly digest: Digest;
  readonly mode: FrameMode;
}

/** A model that works on frames, ready. Whoever opens it releases it. */
export class FrameModel {
  readonly manifest: FrameModelManifest;
  readonly #session: Session;

  private constructor(manifest: FrameModelManifest, session: Session) {
    this.manifest = manifest;
    this.#session = session;
  }

  /** Reads a folder, verifies its graph and opens it. Throws FaultError `model-*` or what the runtime throws. */
  static async open({ files, runtime, digest, mode }: OpenFrameModel): Promise<FrameModel> {
    const manifest = await readFrameManifest(files);
    const { network } = manifest.components;
    if (manifest.mode !== mode) throw new FaultError('mode-not-supported', { mode, model: manifest.name, allowed: manifest.mode });
    const graphFault = (detail: string, cause?: unknown) => new FaultError('model-graph-invalid', { file: network.file, detail }, { cause });
    const bytes = await readVerified(files, network, digest);
    const session = await runtime.createSession(bytes).catch((error: unknown) => {
      // The runtime sees bytes only; a person needs the file.
      if (!(error instanceof FaultError) || error.fault.reason !== 'model-graph-invalid') throw error;
      throw graphFault(String(error.fault.facts['detail'] ?? 'it is no ONNX graph'), error);
    });
    const { inputs, output } = GRAPHS[mode];
    if (inputs.every((name) => session.inputNames.includes(name)) && session.outputNames.includes(output)) return new FrameModel(manifest, session);
    await session.release();
    throw graphFault(`it does not take ${inputs.join(' and ')} and give ${output}`);
  }

  /** What it makes of planes in 0 … 1, each `[3, height, width]`. */
  async run(planes: readonly Float32Array[], width: number, height: number): Promise<Float32Array> {
    const { inputs, output, scale } = GRAPHS[this.manifest.mode];
    const feeds: Record<string, TensorValue> = {};
    for (const [i, name] of inputs.entries()) feeds[name] = { type: 'float32', dims: [1, 3, height, width], data: planes[i]! };
    const made = (await this.#session.run(feeds))[output];
    if (made?.type === 'float32' && made.data.length === 3 * width * height * scale ** 2) return made.data;
    throw new FaultError('model-graph-invalid', { file: this.manifest.components.network.file, detail: `${output} has not the size of a picture` });
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
