import { z } from 'zod';
import type { CaptionLayout, ReadFile } from './caption-layout.ts';
import { jsonOf } from './load.ts';
import { PictureConfig, planesOf } from './picture-planes.ts';

/** The short description, by the name that Florence-2 gives to its tasks. */
const TASK = '<CAPTION>';
/** How that task is asked for, where the model's own files do not say it. */
const ASKED = 'What does the image describe?';

const EyeConfig = PictureConfig.extend({ task_prompts_without_inputs: z.record(z.string(), z.string().max(500)).optional() });
/** What of config.json is relied upon. A file that says absurd things is refused before anything counts up to them. */
const Config = z.object({
  model_type: z.literal('florence2'),
  text_config: z.object({ decoder_layers: z.int().min(1).max(512), encoder_layers: z.int().min(1).max(512), decoder_attention_heads: z.int().min(1).max(4_096), d_model: z.int().min(1).max(65_536) }),
});

/** Florence-2: an eye, an encoder, and a decoder that holds what it has read. Throws FaultError `model-manifest-invalid`. */
export async function florence2Layout(read: ReadFile): Promise<CaptionLayout> {
  const { text_config } = jsonOf('config.json', await read('config.json'), Config);
  const eye = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), EyeConfig);
  const ends = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'];
  return {
    size: eye.size,
    held: Array.from({ length: text_config.decoder_layers }, (_, at) => ends.map((end) => `present.${at}.${end}`)).flat(),
    load: (library, id, options) => library.Florence2ForConditionalGeneration.from_pretrained(id, { ...options }),
    ask: (tokenizer) => tokenizer(eye.task_prompts_without_inputs?.[TASK] ?? ASKED),
    show: (library, picture) => ({ pixel_values: new library.Tensor('float32', planesOf(picture, eye), [1, 3, picture.height, picture.width]) }),
  };
}
