import { checkOnnx } from '../../domain/models/check-onnx.ts';
import { FaultError } from '../../schema/fault.ts';
import type { FileAtHand, FolderFiles, InferenceRuntime, OutsideNumbers, Session } from '../runtime.ts';

/**
 * Opens a graph of a folder that no manifest vouches for: its file is walked through first, so that what lies outside
 * of it lies beside it. A host that has files by path hands over the path alone, as such files are often larger than
 * what can be read at once; one that can read them as they are wanted hands over that; others hand over the bytes, and
 * those of the files beside.
 *
 * Throws FaultError `model-file-missing`, `model-file-unsafe`, `model-graph-invalid` with the file, and what the
 * runtime throws.
 */
export async function openGraph(files: FolderFiles, runtime: InferenceRuntime, file: string): Promise<Session> {
  const bytes = await files.size(file);
  if (bytes === undefined) throw new FaultError('model-file-missing', { file });
  const beside = await checkOnnx(file, bytes, (start, length) => files.part(file, start, length));
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const pathOf = (name: string) => folder + name.replace(/^\.\//, '');
  for (const name of beside) if ((await files.size(pathOf(name))) === undefined) throw new FaultError('model-file-missing', { file: pathOf(name) });
  try {
    if (runtime.openSession && files.locate) return await runtime.openSession(files.locate(file));
    if (runtime.readSession && files.atHand) return await readFromFiles(files.atHand, runtime.readSession, file, new Map(beside.map((name) => [name, pathOf(name)])));
    const outside: OutsideNumbers[] = [];
    for (const name of beside) outside.push({ path: name, data: await files.read(pathOf(name)) });
    return await runtime.createSession(await files.read(file), outside);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.reason !== 'model-graph-invalid') throw error;
    throw new FaultError('model-graph-invalid', { ...error.fault.facts, file }, { cause: error });
  }
}

/** `outside`: the paths of files beside, by the names that the graph has for them. */
async function readFromFiles(
  atHand: NonNullable<FolderFiles['atHand']>,
  readSession: NonNullable<InferenceRuntime['readSession']>,
  file: string,
  outside: ReadonlyMap<string, string>,
): Promise<Session> {
  const opened: FileAtHand[] = [];
  const open = async (path: string): Promise<FileAtHand> => {
    const kept = await atHand(path);
    opened.push(kept);
    return kept;
  };
  try {
    const beside = new Map<string, FileAtHand>();
    for (const [name, path] of outside) beside.set(name, await open(path));
    return await readSession(await open(file), beside);
  } finally {
    for (const kept of opened) kept.close?.();
  }
}
