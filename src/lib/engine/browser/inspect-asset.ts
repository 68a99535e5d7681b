import { BlobSource, CanvasSink, FLAC, Input, type InputVideoTrack, MP3, MP4, OGG, WAVE, WEBM } from 'mediabunny';
import { inMeantColours } from '#core/film/meant-colours.ts';
import { hasPackets } from '#core/film/sound/has-packets.ts';
import { fileSignature, pictureType, SIGNATURE_BYTES } from '#core/domain/pool/file-signature.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { AssetFacts, AssetKind } from '#core/schema/pool-item.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { inspectLora } from './inspect-lora.ts';
import { inspectPicture } from './read-picture.ts';

/** What a file turned out to be. */
export interface InspectedAsset extends Omit<AssetFacts, 'bytes' | 'poster'> {
  readonly kind: AssetKind;
  /** The MIME type of what is in it, whatever its name says. */
  readonly type: string;
  /** A small still that stands for it; null where there is nothing to be seen. */
  readonly still: Blob | null;
}

/** The longer side of a still, in pixels: a card on a sharp screen. */
const STILL = 480;
const STILL_TYPE = 'image/webp';

/** The containers that are taken, and what each is called while it holds a picture, and while it does not. */
const CONTAINERS = [
  { format: MP4, video: 'video/mp4', audio: 'audio/mp4' },
  { format: WEBM, video: 'video/webm', audio: 'audio/webm' },
  { format: MP3, video: null, audio: 'audio/mpeg' },
  { format: WAVE, video: null, audio: 'audio/wav' },
  { format: OGG, video: null, audio: 'audio/ogg' },
  { format: FLAC, video: null, audio: 'audio/flac' },
] as const;

const NO_PICTURE = { width: null, height: null, length: null, still: null };

/** Looks what a file is, and whether it is whole enough to be used. `name` appears in the fault. */
export async function inspectAsset(file: Blob, name: string): Promise<Result<InspectedAsset, Fault>> {
  const head = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
  switch (fileSignature(head, file.size)) {
    case 'picture':
      return inspectStill(file, name, head);
    case 'media':
      return inspectMedia(file, name);
    case 'lora':
      return inspectAdapter(file, name);
    case 'unknown':
      return fail({ reason: 'file-unknown', facts: { file: name } });
  }
}

async function inspectStill(file: Blob, name: string, head: Uint8Array): Promise<Result<InspectedAsset, Fault>> {
  const facts = await inspectPicture(file, name);
  if (!facts.ok) return facts;
  const bitmap = await createImageBitmap(file);
  const still = await drawSmall(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return ok({ kind: 'image', type: pictureType(head)!, ...facts.value, length: null, still });
}

async function inspectMedia(file: Blob, name: string): Promise<Result<InspectedAsset, Fault>> {
  const input = new Input({ source: new BlobSource(file), formats: CONTAINERS.map(({ format }) => format) });
  const unreadable = fail<Fault>({ reason: 'file-unreadable', facts: { file: name } });
  try {
    if (!(await input.canRead())) return fail({ reason: 'file-unknown', facts: { file: name } });
    const format = await input.getFormat();
    const container = CONTAINERS.find((one) => one.format === format);
    const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
    for (const track of [video, audio]) if (track && !(await hasPackets(track))) return unreadable;
    const seconds = await input.computeDuration();
    const type = video ? container?.video : audio && container?.audio;
    if (!type || !(seconds > 0)) return unreadable;
    const length = Math.max(1, Math.round(seconds * 1e6));
    if (!video) return ok({ ...NO_PICTURE, kind: 'audio', type, length });
    const [width, height] = await Promise.all([video.getDisplayWidth(), video.getDisplayHeight()]);
    return ok({ kind: 'video', type, width, height, length, still: await firstFrame(video, width, height) });
  } catch {
    // Whatever the reader stumbles over, it is the file.
    return unreadable;
  } finally {
    input.dispose();
  }
}

/** Null where this browser cannot decode it: it may still be kept for one that can. */
async function firstFrame(track: InputVideoTrack, width: number, height: number): Promise<Blob | null> {
  if (!(await track.canDecode())) return null;
  const frame = await new CanvasSink(await inMeantColours(track)).getCanvas(await track.getFirstTimestamp());
  return frame && drawSmall(frame.canvas, width, height);
}

async function inspectAdapter(file: Blob, name: string): Promise<Result<InspectedAsset, Fault>> {
  const whole = await inspectLora(file, name);
  return whole.ok ? ok({ ...NO_PICTURE, kind: 'lora', type: 'application/octet-stream' }) : whole;
}

async function drawSmall(picture: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const scale = Math.min(1, STILL / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: STILL_TYPE, quality: 0.85 });
}
