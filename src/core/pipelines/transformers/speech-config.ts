import { z } from 'zod';
import { jsonOf } from './load.ts';

/** What of a model that hears is relied upon. A file that says absurd things is refused before anything counts up to them. */
const Config = z.object({ max_source_positions: z.int().min(16).max(100_000), max_target_positions: z.int().min(16).max(100_000) });

const Token = z.int().min(0).max(10_000_000);
const Generation = z.object({
  decoder_start_token_id: Token,
  eos_token_id: Token,
  no_timestamps_token_id: Token,
  is_multilingual: z.boolean().default(false),
  lang_to_id: z.record(z.string().max(20), Token).default({}),
  task_to_id: z.record(z.string().max(20), Token).default({}),
  alignment_heads: z.array(z.tuple([z.int().min(0).max(512), z.int().min(0).max(512)])).max(512).nullish(),
});

/** The window is bounded: its samples are made room for before anything is heard. */
const Sound = z.object({ sampling_rate: z.int().min(8_000).max(48_000), chunk_length: z.int().min(1).max(60), hop_length: z.int().min(16).max(4_096), feature_size: z.int().min(8).max(512), n_fft: z.int().min(16).max(8_192) });

export type SpeechConfig = Awaited<ReturnType<typeof readSpeechConfig>>;

/** Throws FaultError `model-manifest-invalid`, or what `read` throws. */
export async function readSpeechConfig(read: (path: string) => Promise<Uint8Array>) {
  const config = jsonOf('config.json', await read('config.json'), Config);
  const generation = jsonOf('generation_config.json', await read('generation_config.json'), Generation);
  const sound = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), Sound);
  return {
    /** Samples a second that it hears. */
    rate: sound.sampling_rate,
    /** Seconds that it hears at once. */
    window: sound.chunk_length,
    /** Seconds from one token of a time to the next. */
    step: sound.chunk_length / config.max_source_positions,
    /** The most tokens that it writes for a window: half of what it holds in mind, as it was trained. */
    mostTokens: Math.floor(config.max_target_positions / 2),
    start: generation.decoder_start_token_id,
    firstSign: generation.eos_token_id,
    firstTime: generation.no_timestamps_token_id + 1,
    /** Stands before the token of no times in every vocabulary of Whisper. */
    noSpeech: generation.no_timestamps_token_id - 1,
    /** By language: `en`. Empty where it knows only one. */
    languages: generation.is_multilingual ? new Map(Object.entries(generation.lang_to_id).map(([name, id]) => [name.replaceAll(/[<|>]/g, ''), id])) : new Map<string, number>(),
    transcribe: generation.is_multilingual ? generation.task_to_id.transcribe : undefined,
    hasHeads: (generation.alignment_heads?.length ?? 0) > 0,
  };
}
