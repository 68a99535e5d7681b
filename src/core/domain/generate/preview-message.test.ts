import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobId } from '../../schema/ids.ts';
import { readPreview, writePreview } from './preview-message.ts';

const id = JobId.parse('00000000-0000-4000-8000-000000000001');
const frame = { width: 3, height: 2, frames: 1, frameRate: 24, rgb: Uint8Array.from({ length: 18 }, (_, i) => i) };

describe('a preview', () => {
  it('comes out as it went in, wherever it lies in memory', () => {
    const message = writePreview(id, frame);
    const shifted = new Uint8Array(message.length + 3);
    shifted.set(message, 3);
    for (const bytes of [message, shifted.subarray(3)]) expect(readPreview(bytes)).toEqual({ id, frame });
  });

  it('that is cut off, too long or garbled is none, and nothing throws', () => {
    const message = writePreview(id, frame);
    for (let length = 0; length < message.length; length += 1) expect(readPreview(message.subarray(0, length))).toBeUndefined();
    expect(readPreview(Uint8Array.from([...message, 0]))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => readPreview(bytes) === undefined));
  });
});
