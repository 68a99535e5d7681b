import { graphAmong } from '../models/graph-files.ts';
import type { Accent } from './spoken-phonemes.ts';

export const VOICE_GRAPHS = ['model'] as const;

/** One of the voices of a model. */
export interface VoiceHere {
  /** The name of its file: `af_heart`. */
  readonly id: string;
  readonly name: string;
  readonly accent: Accent;
}

/** Kokoro's names of voices: language (American or British English; others are not spoken here), who speaks, and a name. */
const VOICE = /^voices\/(([ab])[fm]_([a-z0-9_]{1,40}))\.bin$/;

/** The voices among the files of a model, English ones alone. */
export const voicesAmong = (paths: readonly string[]): readonly VoiceHere[] =>
  paths.flatMap((path) => {
    const [, id, language, name] = VOICE.exec(path) ?? [];
    if (id === undefined || name === undefined) return [];
    return [{ id, name: `${name[0]!.toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`, accent: language === 'b' ? ('british' as const) : ('american' as const) }];
  });

/** Whether these are the files of a model that reads English aloud, of Kokoro's layout. */
export const isVoiceModel = (paths: readonly string[]): boolean =>
  ['config.json', 'tokenizer.json', 'tokenizer_config.json'].every((path) => paths.includes(path)) && graphAmong(paths, 'model') !== undefined && voicesAmong(paths).length > 0;
