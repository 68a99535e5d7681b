import { PreviewHead, WIRE_VERSION } from '../../schema/accelerator/socket.ts';
import type { JobId } from '../../schema/ids.ts';
import type { RawVideo } from './engine.ts';
import { fromUtf8, toUtf8 } from '../bytes/text-bytes.ts';

/** Longer heads than this are none. Bytes. */
const LONGEST_HEAD = 4096;

/** A preview as one binary message; see PreviewHead. */
export function writePreview(id: JobId, { width, height, frames, frameRate, rgb }: RawVideo): Uint8Array<ArrayBuffer> {
  const head: PreviewHead = { v: WIRE_VERSION, kind: 'preview', id, width, height, frames, frameRate };
  const json = toUtf8(JSON.stringify(head));
  const message = new Uint8Array(4 + json.length + rgb.length);
  new DataView(message.buffer).setUint32(0, json.length);
  message.set(json, 4);
  message.set(rgb, 4 + json.length);
  return message;
}

/** The preview that a message holds; undefined where it holds none, or bytes that do not fit the size. */
export function readPreview(message: Uint8Array): { readonly id: JobId; readonly frame: RawVideo } | undefined {
  if (message.length < 4) return undefined;
  const length = new DataView(message.buffer, message.byteOffset).getUint32(0);
  if (length > LONGEST_HEAD || 4 + length > message.length) return undefined;
  const { data: head } = PreviewHead.safeParse(json(message.subarray(4, 4 + length)));
  if (!head) return undefined;
  const { id, width, height, frames, frameRate } = head;
  const rgb = message.subarray(4 + length);
  return rgb.length === frames * height * width * 3 ? { id, frame: { width, height, frames, frameRate, rgb } } : undefined;
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}
