import { lorasOf } from '#core/domain/generate/lora-words.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { filesOfLora } from '#core/schema/lora-use.ts';
import type { Project } from '#core/schema/project.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

/** The LoRAs that a film names and whose files are not in this browser. */
export async function missingLoras(blobs: Pick<BlobStore, 'has'>, film: Pick<Project, 'characters' | 'styles'>): Promise<ReadonlySet<Sha256>> {
  const named = [...new Set(lorasOf(film).flatMap(filesOfLora))];
  const found = await Promise.all(named.map((asset) => blobs.has(asset)));
  return new Set(named.filter((_, i) => !found[i]));
}
