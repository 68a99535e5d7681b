import { stat } from 'node:fs/promises';
import { FilePathSource } from 'mediabunny';
import { openSound } from '#core/film/sound/open-sound.ts';
import type { SoundReader } from '#core/film/sound/sound-reader.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { registerCodecs } from '../media/register.ts';

/** Opens a song or a narration on disk, to be mixed; or says why it cannot be heard. To be disposed of. */
export async function readSong(path: string, name: string): Promise<Result<SoundReader, Fault>> {
  const isThere = await stat(path).then((file) => file.isFile(), () => false);
  if (!isThere) return fail({ reason: 'song-missing', facts: { file: name } });
  registerCodecs();
  const reader = await openSound(new FilePathSource(path));
  return reader ? ok(reader) : fail({ reason: 'song-unreadable', facts: { file: name } });
}
