import { BlobSource, Input, MP4, WEBM } from 'mediabunny';
import type { BroughtFile } from '#core/domain/takes/brought-take.ts';
import { hasPackets } from '#core/film/sound/has-packets.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FilmFiles } from '#lib/engine/film.ts';
import { stillsOfFile } from './stills-of-file.ts';

/** What a video file is, and its stills. */
export type VideoLook = Omit<BroughtFile, 'sha256'> & Pick<FilmFiles, 'poster' | 'filmstrip'> & { readonly type: string; readonly sound: boolean };

/** The most frames a second that are taken: what is written beyond that is a fault of the file. */
const FASTEST = 240;

/** Reads size, frames and rate of a video off its packets. Throws FaultError `video-unreadable` where this browser cannot show it. */
export async function lookAtVideo(file: Blob): Promise<VideoLook> {
  const input = new Input({ source: new BlobSource(file), formats: [MP4, WEBM] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track || !(await track.canDecode())) throw new FaultError('video-unreadable');
    const [width, height, first, end, { packetCount }] = await Promise.all([
      track.getDisplayWidth(),
      track.getDisplayHeight(),
      track.getFirstTimestamp(),
      track.computeDuration(),
      track.computePacketStats(),
    ]);
    // Over its whole length, so that frames and rate give the length again where frames come unevenly.
    const frameRate = Math.round((packetCount / (end - first)) * 1000) / 1000;
    if (!(packetCount > 0) || !(frameRate > 0) || frameRate > FASTEST) throw new FaultError('video-unreadable');
    const heard = await input.getPrimaryAudioTrack();
    const sound = heard !== null && (await hasPackets(heard));
    const type = (await input.getFormat()) === WEBM ? 'video/webm' : 'video/mp4';
    const typed = file.slice(0, file.size, type);
    return { type, sound, width, height, frames: packetCount, frameRate, ...(await stillsOfFile(typed, packetCount)) };
  } catch (cause) {
    if (cause instanceof FaultError && cause.fault.reason === 'video-unreadable') throw cause;
    // Whatever the reader stumbles over, it is the file.
    throw new FaultError('video-unreadable', {}, { cause });
  } finally {
    input.dispose();
  }
}
