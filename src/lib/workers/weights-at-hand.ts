import { lightGraph } from '#core/pipelines/graph/light-graph.ts';
import type { FileAtHand } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';

/** Weights in a file beside a graph, as ONNX Runtime takes them. */
export interface OutsideWeights {
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * A file as ONNX Runtime for the web takes weights: it asks of such bytes no more than how many there are, and for the
 * part that one weight needs, which it copies before it asks for another. So the file is not held, but read part by part.
 */
class WeightsInFile extends Uint8Array {
  readonly #file: FileAtHand;
  /** Why the file could not be read: the runtime would say only that it could not. */
  failure: FaultError | undefined;

  constructor(file: FileAtHand) {
    super(0);
    this.#file = file;
  }

  override get byteLength(): number {
    return this.#file.length;
  }

  override subarray(start = 0, end = this.#file.length): Uint8Array<ArrayBuffer> {
    try {
      return this.#file.read(start, end - start) as Uint8Array<ArrayBuffer>;
    } catch (error) {
      if (error instanceof FaultError) this.failure = error;
      throw error;
    }
  }
}

export const outsideWeights = (path: string, file: FileAtHand): OutsideWeights => ({ path, data: new WeightsInFile(file) });

/** The first fault of reading weights; undefined where all that were asked for were read. */
export const readFailure = (all: readonly OutsideWeights[]): FaultError | undefined =>
  all.map(({ data }) => (data instanceof WeightsInFile ? data.failure : undefined)).find((failure) => failure !== undefined);

/** The bytes of a graph to hand to the runtime, and what it finds its heavy weights in; `name` is one that no other file of the model has. */
export function splitGraph(file: FileAtHand, name: string): { readonly graph: Uint8Array; readonly weights: readonly OutsideWeights[] } {
  const light = lightGraph(file, name);
  return light ? { graph: light, weights: [outsideWeights(name, file)] } : { graph: file.read(0, file.length), weights: [] };
}

/** Bytes that are here already. */
export const bytesAtHand = (bytes: Uint8Array): FileAtHand => ({ length: bytes.length, read: (start, length) => bytes.subarray(start, start + length) });
