import { serveFiles } from '#core/pipelines/transformers/library-files.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { type RuntimeOptions, shareOnnxRuntime } from './onnx-web-runtime.ts';

export interface ModelOptions extends RuntimeOptions {
  readonly id: string;
  readonly name: string;
  readonly paths: readonly string[];
}

/** Reads a file of the model that was verified; undefined where it is not here. */
export type ReadModelFile = (path: string) => Promise<Blob | undefined>;

/** @huggingface/transformers, taking its files from the shelf and its runtime from the studio's own. */
export async function openLibrary({ id, paths, ...runtime }: ModelOptions, readFile: ReadModelFile) {
  await shareOnnxRuntime(runtime);
  const library = await import('@huggingface/transformers');
  const find = async (path: string) => (paths.includes(path) ? await readFile(path) : undefined);
  serveFiles(library.env, {
    find: async (_model, path) => {
      const file = await find(path);
      return file && new Response(file, { headers: { 'Content-Length': String(file.size) } });
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

/** Only what is no exception travels to the page. */
export async function asResult<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}
