import type { CatalogueFile } from '../../schema/catalogue.ts';

/** The folder that ComfyUI looks for a file in, as its own repositories keep it; undefined for files of other layouts. */
export const comfyFolder = ({ at }: CatalogueFile): string | undefined => /^split_files\/([a-z_]+)\/[^/]+$/.exec(at ?? '')?.[1];
