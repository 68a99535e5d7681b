import type { HeardSounds } from '#core/film/interchange/media-shelf.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Songs } from '../gallery/songs.ts';

/** How long each file that sounds in a film is, and its form. Nothing is said of a song that cannot be opened. */
export async function lookAtSounds({ pieces }: SoundPlan, songs: Pick<Songs, 'open'>): Promise<HeardSounds> {
  const found = new Map<Sha256, NonNullable<ReturnType<HeardSounds['get']>> | null>();
  for (const piece of pieces) {
    if (found.has(piece.asset)) continue;
    const opened = await songs.open(piece).catch((error: unknown) => {
      if (!(error instanceof FaultError)) throw error;
      return undefined;
    });
    if (opened?.ok) {
      const { seconds, channels, sampleRate } = opened.value;
      opened.value.dispose();
      found.set(piece.asset, { microseconds: Math.round(seconds * 1e6), channels, sampleRate });
    } else if (piece.kind === 'clip' && opened?.fault.reason === 'song-unreadable') {
      // A video from before takes said whether they sound: there is nothing in it.
      found.set(piece.asset, null);
    }
  }
  return found;
}
