import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage, readPreview } from './messages.ts';

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const IMAGE = Buffer.from([1, 2, 3, 4]);

describe('binary messages', () => {
  it('reads both kinds of previews', () => {
    expect(readPreview(Buffer.concat([uint32(1), uint32(2), IMAGE]))).toEqual({ image: IMAGE, prompt: undefined });
    const json = Buffer.from(JSON.stringify({ prompt_id: 'a', node_id: '3', image_type: 'image/png' }));
    expect(readPreview(Buffer.concat([uint32(4), uint32(json.length), json, IMAGE]))).toEqual({ image: IMAGE, prompt: 'a' });
  });

  it('leaves out text, what is cut off, and lengths that lie', () => {
    expect(readPreview(Buffer.concat([uint32(3), uint32(1), Buffer.from('a text')]))).toBeUndefined();
    expect(readPreview(uint32(1))).toBeUndefined();
    expect(readPreview(Buffer.concat([uint32(4), uint32(0xffff_ffff), IMAGE]))).toBeUndefined();
    expect(readPreview(Buffer.concat([uint32(4), uint32(2), Buffer.from('{!'), IMAGE]))).toBeUndefined();
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void readPreview(bytes)));
    fc.assert(fc.property(fc.string(), (text) => void readMessage(text)));
    fc.assert(fc.property(fc.json(), (text) => readMessage(`{"type":"progress","data":${text}}`)?.type !== 'executed'));
  });
});

describe('messages', () => {
  it('reads those about prompts', () => {
    expect(readMessage('{"type":"executing","data":{"node":null,"prompt_id":"a"}}')).toEqual({ type: 'executing', data: { node: null, prompt_id: 'a' } });
    expect(readMessage('{"type":"progress","data":{"value":3,"max":10,"prompt_id":"a","node":"7"}}')).toMatchObject({ data: { value: 3, max: 10, node: '7' } });
  });

  it('leaves out what it does not know and what is not as it should be', () => {
    for (const text of ['', 'null', '[]', '{"type":"status","data":{}}', '{"type":"crystools.monitor","data":{}}', '{"type":"constructor","data":{}}', '{"type":"progress","data":{"value":"3"}}', '{"type":"progress_state","data":{"nodes":[1]}}']) {
      expect(readMessage(text)).toBeUndefined();
    }
  });
});
