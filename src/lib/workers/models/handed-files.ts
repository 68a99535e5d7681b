import { refuseFileName } from '#core/domain/models/file-names.ts';
import type { AddOptions, OwnFile } from '#core/domain/models/own-files.ts';
import { statedBy } from '#core/domain/models/stated-licence.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import { fromUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { FaultError } from '#core/schema/fault.ts';
import { ModelManifest } from '#core/schema/manifest.ts';
import { portionsOf } from '#lib/storage/stream-digest.ts';
import { filesInZip } from './zip-files.ts';

/** A file as a person hands it in. */
export interface Handed {
  readonly path: string;
  readonly source: Blob;
}

const MANIFEST = 'manifest.json';
/** No manifest of a model is longer. Bytes. */
const LONGEST_MANIFEST = 2_000_000;
const MOST_FILES = 2_000;

/**
 * The model's files in what a person hands in: one zip, one file, or files under their names inside of the model. What a model
 * may not have is left out; a single file that it may not have is refused. Throws FaultError `model-file-unsafe`.
 */
export async function ownFilesIn(name: string, handed: readonly Handed[]): Promise<readonly OwnFile[]> {
  const [only] = handed;
  if (only && handed.length === 1) {
    if (/\.zip$/i.test(only.path)) return filesInZip(name, only.source);
    const why = refuseFileName(only.path);
    if (why) throw unsafe(only.path, why);
  }
  if (handed.length > MOST_FILES) throw unsafe(name, 'damaged');
  return handed.flatMap(({ path, source }): OwnFile[] => (refuseFileName(path) ? [] : [{ path, bytes: source.size, read: () => portionsOf(source) }]));
}

/** What the files say of themselves, where they are a model of Kinora's own layout. */
export async function statedIn(files: readonly OwnFile[]): Promise<AddOptions['stated']> {
  const file = files.find(({ path }) => path === MANIFEST);
  if (!file || file.bytes > LONGEST_MANIFEST) return undefined;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of file.read()) {
    bytes += chunk.length;
    if (bytes > LONGEST_MANIFEST) throw new FaultError('model-file-truncated', { file: MANIFEST, expected: file.bytes, found: bytes });
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }
  const manifest = ModelManifest.safeParse(parsed(new Uint8Array(await new Blob(chunks).arrayBuffer())));
  return manifest.success ? statedBy(manifest.data) : undefined;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}
