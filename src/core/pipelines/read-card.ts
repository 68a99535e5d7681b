import type { ModelManifest } from '../schema/manifest.ts';
import { readManifest } from './model-folder.ts';
import type { FolderFiles } from './runtime.ts';
import { isStillFolder, readStillModel } from './stills/read-still-model.ts';
import type { ModelCard } from './stills/still-model.ts';

/**
 * What a folder's model is, by its manifest or by the layout it has; `manifest` where it has one. Throws FaultError as
 * `readManifest` and `readStillModel` do.
 */
export async function readCard(files: FolderFiles): Promise<{ card: ModelCard; manifest?: ModelManifest }> {
  if (await isStillFolder(files)) return { card: (await readStillModel(files)).card };
  const manifest = await readManifest(files);
  return { card: manifest, manifest };
}
