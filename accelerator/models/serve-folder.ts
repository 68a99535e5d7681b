import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type LibrarySettings, serveFiles } from '#core/pipelines/transformers/library-files.ts';
import { FaultError } from '#core/schema/fault.ts';

/** Weights are handed over by their path: ONNX Runtime reads them itself, without a copy. */
const WEIGHTS = /\.onnx(_data(_\d+)?)?$/;

/**
 * Has @huggingface/transformers read a model from its folder, the files that were verified and no others. Answers how one
 * of them is read beside the library: it throws FaultError `model-file-missing`.
 */
export function serveFolder(settings: LibrarySettings, { folder, paths }: { readonly folder: string; readonly paths: readonly string[] }): (file: string) => Promise<Uint8Array> {
  const placeOf = (file: string) => path.join(folder, ...file.split('/'));
  const has = (file: string) => paths.includes(file);
  serveFiles(settings, {
    find: async (_model, file) => (!has(file) ? undefined : WEIGHTS.test(file) ? placeOf(file) : new Response(await readFile(placeOf(file)))),
    absent: () => new Response(null, { status: 404 }),
  });
  return async (file) => {
    if (!has(file)) throw new FaultError('model-file-missing', { file });
    return new Uint8Array(await readFile(placeOf(file)));
  };
}
