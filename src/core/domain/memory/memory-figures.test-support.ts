import type { ModelManifest } from '../../schema/manifest.ts';
import type { ModelFigures, RuntimeFigures } from './memory-plan-types.ts';

/** Figures that the planner is held against: of the program that the published peaks were made with, and of the one model that can be measured anywhere. */

/** Wan's own program. Bytes per number: from its published peak for A14B at 720p, see the test. */
export const REFERENCE: RuntimeFigures = {
  id: 'reference',
  bytesPerNumber: 92.6,
  batchesGuidance: false,
  tile: 512,
  overhead: 0,
};

/** ONNX Runtime in a process of its own, on the processor: fitted to what the resident memory of a child with Kinora Mini rose to, 220 to 302 MiB. */
export const ONNX: RuntimeFigures = {
  id: 'onnx',
  bytesPerNumber: 120,
  batchesGuidance: true,
  tile: 128,
  overhead: 0.23e9,
};

/** Kinora Mini, from its manifest. What the manifest leaves out stands in its graphs' own settings. */
export function kinoraMiniFigures({ id, name, components, latent, text }: ModelManifest): ModelFigures {
  const part = ({ bytes }: { readonly bytes: number }) => ({ weights: { own: bytes }, parameters: bytes / 2 });
  return {
    id,
    name,
    transformer: { ...part(components.transformer), experts: 1, width: 192, blocks: 8 },
    textEncoder: { ...part(components.text_encoder), tokens: text.maxTokens },
    vae: {
      parameters: (components.vae_encoder.bytes + components.vae_decoder.bytes) / 4,
      // 64 bytes, as the plan of its decoding has it.
      valuesPerPixel: 16,
      bytesPerValue: 4,
      frames: 'all',
    },
    latent: { spatial: latent.spatial, temporal: latent.temporal, patch: 2 },
  };
}
