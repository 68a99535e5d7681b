import { type Component, type ComponentName, ModelManifest } from '../schema/manifest.ts';
import type { z } from 'zod';
import { FaultError } from '../schema/fault.ts';
import { FrameModelManifest } from '../schema/frame-model.ts';
import { fromUtf8 } from '../domain/bytes/text-bytes.ts';
import type { Digest, ModelFiles } from './runtime.ts';

const MANIFEST = 'manifest.json';

/** Reads and checks a model's manifest. Throws FaultError `model-manifest-invalid`, or what `files.read` throws. */
export async function readManifest(files: ModelFiles): Promise<ModelManifest> {
  const manifest = await parseManifest(files, ModelManifest);
  const { latent, size, frames } = manifest;
  if (size.multiple % latent.spatial !== 0) {
    throw manifestFault(MANIFEST, `sizes go by ${size.multiple}, which is no multiple of ${latent.spatial}`);
  }
  if (frames.multiple % latent.temporal !== 0 || frames.offset !== 1) {
    throw manifestFault(MANIFEST, `frame counts must be ${latent.temporal}n + 1`);
  }
  const { preview } = latent;
  if (preview) {
    const values = preview.cell ** 2 * 3;
    const fits = preview.weights.length === latent.channels && preview.weights.every((row) => row.length === values);
    if (!fits || preview.bias.length !== values) throw manifestFault(MANIFEST, 'latent.preview has the wrong size');
  }
  return manifest;
}

/** Reads and checks the manifest of a model that works on frames. Throws as `readManifest` does. */
export const readFrameManifest = (files: ModelFiles): Promise<FrameModelManifest> => parseManifest(files, FrameModelManifest);

async function parseManifest<Manifest>(files: ModelFiles, schema: z.ZodType<Manifest>): Promise<Manifest> {
  const parsed = schema.safeParse(parseJson(MANIFEST, await files.read(MANIFEST)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw manifestFault(MANIFEST, issue ? `${issue.path.join('.')}: ${issue.message}` : 'it does not fit the schema');
}

/**
 * Reads one component and makes sure that it is the one the manifest names. Without `digest` only its
 * length is looked at: for a host that has verified the hash before.
 *
 * Throws FaultError `model-file-missing`, `model-file-truncated` or `model-file-wrong-hash`.
 */
export const readComponent = (files: ModelFiles, manifest: ModelManifest, name: ComponentName, digest?: Digest): Promise<Uint8Array> =>
  readVerified(files, manifest.components[name], digest);

/** The same for a component by itself. */
export async function readVerified(files: ModelFiles, { file, bytes: expected, sha256 }: Component, digest?: Digest): Promise<Uint8Array> {
  const bytes = await files.read(file);
  if (bytes.length < expected) throw new FaultError('model-file-truncated', { file, expected, found: bytes.length });
  if (bytes.length > expected) throw new FaultError('model-file-wrong-hash', { file, expected, found: bytes.length });
  if (digest && (await digest(bytes)) !== sha256) throw new FaultError('model-file-wrong-hash', { file });
  return bytes;
}

/** Throws FaultError `model-manifest-invalid` for bytes that are not JSON. */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw manifestFault(file, 'it is not JSON', cause);
  }
}

const manifestFault = (file: string, problem: string, cause?: unknown) =>
  new FaultError('model-manifest-invalid', { file, problem }, { cause });
