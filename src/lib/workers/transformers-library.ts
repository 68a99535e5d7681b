import { serveFiles } from '#core/pipelines/transformers/library-files.ts';
import { FaultError } from '#core/schema/fault.ts';
import { BlobAtHand } from '#lib/storage/blob-at-hand.ts';
import { type RuntimeOptions, shareOnnxRuntime } from './onnx-web-runtime.ts';
import { type OutsideWeights, outsideWeights, splitGraph } from './weights-at-hand.ts';

export interface ModelOptions extends RuntimeOptions {
  readonly id: string;
  readonly name: string;
  readonly paths: readonly string[];
}

/** Reads a file of the model that was verified; undefined where it is not here. */
export type ReadModelFile = (path: string) => Promise<Blob | undefined>;

const GRAPH = /\.onnx$/;
/** Files of weights beside a graph. */
const WEIGHTS = /\.onnx[._]data(_\d+)?$/;

/**
 * @huggingface/transformers, taking its files from the shelf and its runtime from the studio's own. The library holds
 * whole whatever it asks for: so it is given graphs without their heavy weights, and hears of no files that hold weights
 * alone. The runtime reads all of these itself, one weight at a time.
 */
export async function openLibrary({ id, paths: all, ...runtime }: ModelOptions, readFile: ReadModelFile) {
  const paths = all.filter((path) => !WEIGHTS.test(path));
  const weights: OutsideWeights[] = [];
  for (const path of all.filter((path) => WEIGHTS.test(path))) {
    const file = await readFile(path);
    // Graphs name what lies beside them without its folder.
    if (file) weights.push(outsideWeights(path.slice(path.lastIndexOf('/') + 1), new BlobAtHand(file, path)));
  }
  await shareOnnxRuntime(runtime, weights);
  const library = await import('@huggingface/transformers');
  const find = async (path: string) => (paths.includes(path) ? await readFile(path) : undefined);
  serveFiles(library.env, {
    find: async (_model, path) => {
      const file = await find(path);
      if (!file || !GRAPH.test(path)) return file && answer(file, file.size);
      const split = splitGraph(new BlobAtHand(file, path), path);
      weights.push(...split.weights);
      return answer(split.graph as Uint8Array<ArrayBuffer>, split.graph.length);
    },
    absent: () => new Response(null, { status: 404 }),
  });
  const read = async (path: string) => {
    const file = await find(path);
    if (!file) throw new FaultError('model-file-missing', { file: path });
    return new Uint8Array(await file.arrayBuffer());
  };
  return { library, id, paths, read, provider: runtime.provider };
}

const answer = (body: Blob | Uint8Array<ArrayBuffer>, bytes: number): Response => new Response(body, { headers: { 'Content-Length': String(bytes) } });
