import type { FolderFiles } from '../runtime.ts';

/** The graphs that stills are made with. */
export type StillPart = 'text_encoder' | 'text_encoder_2' | 'unet' | 'transformer' | 'vae_decoder';

/** How files of other precisions are marked, the most exact first. */
const VARIANTS = ['', '_fp16', '_f16', '_int8', '_quantized', '_q4f16', '_q4'];

/** Where a part's graph may lie: as Optimum exports it, or all in one folder, as on the hub for browsers. */
const placesOf = (part: StillPart): string[] =>
  VARIANTS.flatMap((variant) => [`${part}/model${variant}.onnx`, `onnx/${part}_model${variant}.onnx`]);

/** A part's graph in a folder, and its length in bytes; undefined where there is none. */
export async function findGraph(files: FolderFiles, part: StillPart): Promise<{ file: string; bytes: number } | undefined> {
  for (const file of placesOf(part)) {
    const bytes = await files.size(file);
    if (bytes !== undefined) return { file, bytes };
  }
  return undefined;
}
