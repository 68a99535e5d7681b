import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerBytes, isSafetensorsHeader, tensorShapes, whyNoSafetensors } from './safetensors.ts';

const start = (length: bigint) => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
};
const tensor = (from: number, to: number, changes: object = {}) => ({ dtype: 'F16', shape: [(to - from) / 2], data_offsets: [from, to], ...changes });
const says = (header: unknown, dataBytes: number) => isSafetensorsHeader(JSON.stringify(header), dataBytes);

describe('the length of the header', () => {
  it('is believed within the file only', () => {
    expect(headerBytes(start(100n), 1000)).toBe(100);
    expect(headerBytes(start(992n), 1000)).toBe(992);
    expect(headerBytes(start(993n), 1000)).toBeUndefined();
    expect(headerBytes(start(2n ** 64n - 1n), 1e9)).toBeUndefined();
    expect(headerBytes(start(25_000_001n), 1e12)).toBeUndefined();
    expect(headerBytes(start(1n), 1000)).toBeUndefined();
    expect(headerBytes(new Uint8Array(7), 1000)).toBeUndefined();
  });

  it('is read where the bytes lie in a larger buffer', () => {
    const larger = new Uint8Array(24);
    larger.set(start(64n), 8);
    expect(headerBytes(larger.subarray(8), 1000)).toBe(64);
  });
});

describe('a header', () => {
  it('is one where its tensors fill the file', () => {
    expect(says({ a: tensor(0, 8) }, 8)).toBe(true);
    expect(says({ b: tensor(8, 12), a: tensor(0, 8), __metadata__: { format: 'pt' } }, 12)).toBe(true);
    expect(says({ a: tensor(0, 8), none: tensor(8, 8, { shape: [0, 4] }), b: tensor(8, 10) }, 10)).toBe(true);
    expect(says({ scalar: tensor(0, 2, { shape: [] }) }, 2)).toBe(true);
    expect(says({ half: tensor(0, 2, { dtype: 'F4', shape: [4] }) }, 2)).toBe(true);
  });

  it.each<[string, unknown, number]>([
    ['no tensor', { __metadata__: { a: 'b' } }, 0],
    ['nothing', {}, 0],
    ['a list', [tensor(0, 8)], 8],
    ['null', null, 0],
    ['text', 'lora', 0],
    ['metadata that is no text', { __metadata__: { a: 1 }, a: tensor(0, 8) }, 8],
    ['a file that was cut off', { a: tensor(0, 8) }, 7],
    ['bytes behind the last', { a: tensor(0, 8) }, 9],
    ['a gap', { a: tensor(0, 4), b: tensor(6, 8) }, 8],
    ['an overlap', { a: tensor(0, 6), b: tensor(4, 8) }, 8],
    ['an unknown kind', { a: tensor(0, 8, { dtype: 'F12' }) }, 8],
    ['a kind that objects have anyway', { a: tensor(0, 8, { dtype: 'constructor' }) }, 8],
    ['another size than its shape', { a: tensor(0, 8, { shape: [5] }) }, 8],
    ['a shape beyond numbers', { a: tensor(0, 8, { shape: [2 ** 40, 2 ** 40] }) }, 8],
    ['a negative side', { a: tensor(0, 8, { shape: [-2, -2] }) }, 8],
    ['half a number', { a: tensor(0, 1, { dtype: 'F4', shape: [1] }) }, 1],
    ['turned offsets', { a: tensor(8, 0) }, 8],
    ['an offset that is no number', { a: tensor(0, 8, { data_offsets: ['0', 8] }) }, 8],
    ['a tensor that is none', { a: 5 }, 0],
  ])('is none with %s', (_name, header, dataBytes) => {
    expect(says(header, dataBytes)).toBe(false);
  });

  it('is none whatever else a file says, and never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), fc.nat(), (text, dataBytes) => void expect(isSafetensorsHeader(text, dataBytes)).toBe(false)));
  });
});

it('tells the shapes of its tensors, without what is said about them', () => {
  expect([...tensorShapes(JSON.stringify({ __metadata__: { a: 'b' }, x: tensor(0, 8) }))]).toEqual([['x', [4]]]);
});

describe('a file that is no safetensors file', () => {
  const words = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  it.each([
    ['empty', words(''), 0],
    ['pickle', words('PK\u0003\u0004....'), 900],
    ['pickle', Uint8Array.of(0x80, 2, 0x8a, 10, 0, 0, 0, 0), 900],
    ['gguf', words('GGUF\u0003\u0000\u0000\u0000'), 900],
    ['page', words('\n<!DOCTYPE html>'), 900],
    ['pointer', words('version https://git-lfs.github.com/spec/v1'), 130],
    ['cut', words('abc'), 3],
    ['cut', start(993n), 1000],
    ['header', start(2n ** 60n), 1000],
    ['header', start(100n), 1000],
  ])('is told as %s', (why, bytes, size) => {
    expect(whyNoSafetensors(bytes, size)).toBe(why);
  });
});
