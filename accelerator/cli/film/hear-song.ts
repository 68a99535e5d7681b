import { explainInLine } from '#core/domain/words/explain.ts';
import { SongListener } from '#core/domain/music/analyse-song.ts';
import type { StoryBrief } from '#core/domain/story/story-brief.ts';
import { storySong } from '#core/domain/story/story-song.ts';
import type { SoundForm } from '#core/film/interchange/media-shelf.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import { readSong } from '../../film/read-song.ts';
import { UsageError } from '../usage-error.ts';
import type { BriefAsset } from './read-brief.ts';

/** A song of more minutes is no song. */
const LONGEST_MINUTES = 180;

/** How long a song is, what parts it has and where its beats are, in frames. Throws UsageError where it cannot be heard. */
export async function hearSong({ file, name }: BriefAsset, rate: FrameRate): Promise<NonNullable<StoryBrief['song']>> {
  const opened = await readSong(file, name);
  if (!opened.ok) throw new UsageError(explainInLine(opened.fault));
  const sound = opened.value;
  try {
    const refusal = refusedLength(name, sound.seconds);
    if (refusal !== undefined) throw new UsageError(refusal);
    const listener = new SongListener(sound.sampleRate, sound.channels);
    for await (const { planes } of sound.pieces(0, sound.seconds)) listener.hear(planes);
    return storySong(sound.seconds, listener.finish(), rate);
  } finally {
    sound.dispose();
  }
}

/** Why a song is too long to be used; undefined where it is not. Encoders let a song of three hours end a moment later. */
export function refusedLength(name: string, seconds: number): string | undefined {
  const minutes = Math.floor(seconds / 60);
  if (minutes <= LONGEST_MINUTES) return undefined;
  return `${name} lasts ${Math.floor(minutes / 60)} h ${minutes % 60} min. At most ${LONGEST_MINUTES / 60} hours can be used.`;
}

/** How long a song is, and its form. Throws UsageError where it cannot be heard. */
export async function soundFacts(file: string, name: string): Promise<SoundForm & { readonly microseconds: number }> {
  const opened = await readSong(file, name);
  if (!opened.ok) throw new UsageError(explainInLine(opened.fault));
  const { seconds, channels, sampleRate } = opened.value;
  opened.value.dispose();
  return { microseconds: Math.round(seconds * 1e6), channels, sampleRate };
}
