import { BlobSource } from 'mediabunny';
import { openSound } from '#core/film/sound/open-sound.ts';
import { readMono } from '#core/film/sound/read-mono.ts';
import type { Hearable } from '#core/pipelines/transformers/listen.ts';
import { FaultError } from '#core/schema/fault.ts';

/** A file to be listened to, until the work is done. Throws FaultError `song-unreadable` where this browser cannot decode it; `name` appears in it. */
export async function withHearable<Value>(file: Blob, name: string, work: (sound: Hearable) => Promise<Value>): Promise<Value> {
  const reader = await openSound(new BlobSource(file));
  if (!reader) throw new FaultError('song-unreadable', { file: name });
  try {
    return await work({ seconds: reader.seconds, read: (from, until, rate) => readMono(reader, from, until, rate) });
  } finally {
    reader.dispose();
  }
}
