import { describe, expect, it } from 'vitest';
import { fileSignature } from './file-signature.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from([...text.padEnd(16, '\0')].slice(0, 16), (letter) => letter.charCodeAt(0));
const is = (text: string, size = 1000) => fileSignature(bytes(text), size);

describe('fileSignature', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'picture'],
    ['\xff\xd8\xff\xe0', 'picture'],
    ['RIFF\x10\0\0\0WEBP', 'picture'],
    ['\0\0\0\x20ftypisom', 'media'],
    ['\x1a\x45\xdf\xa3', 'media'],
    ['OggS', 'media'],
    ['fLaC', 'media'],
    ['ID3\x04', 'media'],
    ['\xff\xfb\x90\x64', 'media'],
    ['RIFF\x10\0\0\0WAVE', 'media'],
    ['RIFF\x10\0\0\0AVI ', 'unknown'],
    ['%PDF-1.7', 'unknown'],
    ['{"a":1}', 'unknown'],
    ['', 'unknown'],
  ])('knows %j', (text, wanted) => expect(is(text)).toBe(wanted));

  it('takes for a LoRA only what has room for the header it announces', () => {
    const lora = '\x40\0\0\0\0\0\0\0{"lora"';
    expect(is(lora, 100)).toBe('lora');
    expect(is(lora, 60)).toBe('unknown');
    expect(is('\x40\0\0\0\0\0\0\x01{"lora"')).toBe('unknown');
  });

  it('does not fall over a file shorter than any signature', () => {
    for (let length = 0; length < 16; length++) expect(['media', 'unknown']).toContain(fileSignature(bytes('\xff\xfb\x90').slice(0, length), length));
  });
});
