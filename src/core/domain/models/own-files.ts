import { ModelId } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import type { KeptFile, KeptModel } from '../../schema/kept-model.ts';
import type { FetchParts } from './fetch-model.ts';
import { isWordsFile } from './file-names.ts';
import { accept, mustBeAllowed, UNKNOWN_LICENCE } from './licence-rule.ts';
import { type JudgeModel, judged } from './model-fitness.ts';
import type { ModelShelf } from './model-shelf.ts';
import { unsafe } from './unsafe-file.ts';
import { verifyFile } from './verify-file.ts';

/** A file of a person's own: a name inside of the model, how long it says it is, and its bytes. */
export interface OwnFile {
  readonly path: string;
  readonly bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

/** A name for a model, made of what a person or a file calls it. Throws FaultError `option-invalid` where nothing is left of it. */
export function nameFor(given: string): ModelId {
  const plain = given.toLowerCase().replace(/\.(zip|onnx|gguf|safetensors)$/, '').replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '').slice(0, 80).replace(/[^a-z0-9]+$/, '');
  const id = ModelId.safeParse(plain);
  if (!id.success) throw new FaultError('option-invalid', { option: '--name', given, allowed: 'letters, digits, points and hyphens' });
  return id.data;
}

export interface AddOptions {
  /** Whether a person has just accepted the licence. */
  readonly accepts: boolean;
  readonly hash: FetchParts['hash'];
  readonly judge: JudgeModel;
  /** Hears how many bytes were copied since it was last told, and of which file. */
  readonly onCopied?: ((bytes: number, path: string) => void) | undefined;
  /** What the files say of themselves, where they do. */
  readonly stated?: Partial<Pick<KeptModel, 'name' | 'purpose' | 'licence'>> | undefined;
}

/**
 * Copies files that a person has onto a shelf, looks into each and gives them their names; a file that is not taken, and a model
 * that nothing could use, end it, and nothing of the model stays. Throws FaultError.
 */
export async function addOwnFiles(shelf: ModelShelf, id: ModelId, files: readonly OwnFile[], { accepts, hash, judge, onCopied, stated }: AddOptions): Promise<KeptModel> {
  if (!files.some(({ path: name }) => !isWordsFile(name))) throw unsafe(files[0]?.path ?? id, 'kind');
  const twin = files.find(({ path: name }, at) => files.findIndex((other) => other.path.toLowerCase() === name.toLowerCase()) < at);
  // Not every system keeps both of two names that differ in capitals alone.
  if (twin) throw unsafe(twin.path, 'name');
  const now = Date.now();
  const licence = stated?.licence ?? UNKNOWN_LICENCE;
  const accepted = accepts ? accept(licence, now) : undefined;
  const plain = { schema: 1 as const, id, name: id, paused: false, addedAt: now, ...stated, licence, ...(accepted && { accepted }) };
  mustBeAllowed(plain);
  const free = await shelf.room();
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (free !== undefined && needed > free) throw new FaultError('no-room-on-disk', { file: id, needed, free });
  const release = await shelf.hold(id);
  if (!release) throw new FaultError('model-busy', { model: id });
  try {
    if (await shelf.get(id)) throw new FaultError('option-invalid', { option: '--name', given: id, allowed: 'a name that no model here has' });
    try {
      const kept: KeptFile[] = [];
      for (const file of files.filter(({ bytes }) => bytes > 0)) kept.push(await addFile(shelf, id, file, hash, onCopied));
      const model = await judged({ ...plain, files: kept }, shelf, judge);
      if (model.unfit) throw new FaultError(model.unfit.reason, model.unfit.facts);
      await shelf.put(model);
      return model;
    } catch (error) {
      await shelf.remove(id);
      throw error;
    }
  } finally {
    await release();
  }
}

async function addFile(shelf: ModelShelf, id: ModelId, { path: name, bytes, read }: OwnFile, hash: FetchParts['hash'], onCopied: AddOptions['onCopied']): Promise<KeptFile> {
  await shelf.dropPart(id, name);
  const writer = await shelf.append(id, name);
  let written = 0;
  try {
    for await (const chunk of read()) {
      written += chunk.length;
      if (written > bytes) throw new FaultError('model-file-truncated', { file: name, expected: bytes, found: written });
      await writer.write(chunk);
      onCopied?.(chunk.length, name);
    }
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError('file-unreadable', { file: name }, { cause: error });
  } finally {
    await writer.close();
  }
  const sha256 = await verifyFile({ path: name, bytes }, written, (span) => shelf.readPart(id, name, span), hash);
  await shelf.commit(id, name);
  return { path: name, bytes, sha256 };
}
