import { z } from 'zod';
import type { CaptionLayout, ReadFile } from './caption-layout.ts';
import { jsonOf } from './load.ts';
import { PictureConfig, planesOf } from './picture-planes.ts';

const ASKED = 'Describe the picture in one short sentence.';

/** What of config.json is relied upon: Idefics3, the name that SmolVLM goes by, or its own. */
const Config = z.object({
  model_type: z.enum(['idefics3', 'smolvlm']),
  text_config: z.object({ num_hidden_layers: z.int().min(1).max(512), num_attention_heads: z.int().min(1).max(4_096) }),
});
const EyeConfig = PictureConfig.omit({ size: true }).extend({ max_image_size: z.object({ longest_edge: PictureConfig.shape.size.shape.width }) });
/** How many words a picture takes the place of. */
const SeenConfig = z.object({ image_seq_len: z.int().min(1).max(4_096) });

/**
 * SmolVLM: a picture stands as words in the question that a decoder reads. It is shown as one square; models of this layout
 * can look closer, in several, at as many times the work. Throws FaultError `model-manifest-invalid`.
 */
export async function smolvlmLayout(read: ReadFile): Promise<CaptionLayout> {
  const { text_config } = jsonOf('config.json', await read('config.json'), Config);
  const eye = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), EyeConfig);
  const { image_seq_len } = jsonOf('processor_config.json', await read('processor_config.json'), SeenConfig);
  const side = eye.max_image_size.longest_edge;
  const picture = `<fake_token_around_image><global-img>${'<image>'.repeat(image_seq_len)}<fake_token_around_image>`;
  return {
    size: { width: side, height: side },
    held: Array.from({ length: text_config.num_hidden_layers }, (_, at) => [`present.${at}.key`, `present.${at}.value`]).flat(),
    load: (library, id, options) => library.Idefics3ForConditionalGeneration.from_pretrained(id, { ...options }),
    ask: (tokenizer) => tokenizer(`<|im_start|>User:${picture}${ASKED}<end_of_utterance>\nAssistant:`, { add_special_tokens: false }),
    show: (library, shown) => ({
      pixel_values: new library.Tensor('float32', planesOf(shown, eye), [1, 1, 3, side, side]),
      // Every pixel is one of the picture: nothing was filled up around it.
      pixel_attention_mask: new library.Tensor('bool', new Uint8Array(side * side).fill(1), [1, 1, side, side]),
    }),
  };
}
