import { comfyFolder } from '#core/domain/models/comfy-folder.ts';
import type { CatalogueModel } from '#core/schema/catalogue.ts';

/**
 * What a ComfyUI that is started with `--extra-model-paths-config` has to read to find models that were fetched into
 * `folder`, now or later: YAML, written as the JSON that is YAML too. Folders that are not there yet do it no harm.
 */
export function modelPaths(catalogue: readonly CatalogueModel[], folder: string): string {
  const places = new Map<string, Set<string>>();
  for (const { id, engines, files, variants } of catalogue) {
    if (!engines.includes('comfyui')) continue;
    for (const file of [...files, ...variants.flatMap((variant) => variant.files)]) {
      const kind = comfyFolder(file);
      if (kind !== undefined) places.set(kind, (places.get(kind) ?? new Set()).add(id));
    }
  }
  const paths = Object.fromEntries([...places].map(([kind, ids]) => [kind, [...ids].join('\n')]));
  return `${JSON.stringify({ kinora: { base_path: folder, ...paths } }, null, 2)}\n`;
}
