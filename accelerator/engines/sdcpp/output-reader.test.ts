import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputReader, type Said } from './output-reader.ts';

const bar = (step: number, steps: number, speed: string, sign = '=') =>
  `\r  |${sign.repeat(step)}${' '.repeat(50 - step)}| ${step}/${steps} - ${speed}\u001b[K${step === steps ? '\n' : ''}`;

/** What a whole run says, as the real one writes it. */
const TRANSCRIPT = Buffer.concat([
  Buffer.from("[INFO ] stable-diffusion.cpp:720  - loading diffusion model from 'Modèle-日本.gguf'\r\n"),
  Buffer.from(bar(3, 9, '825.10MB/s', '#') + bar(9, 9, '1.25GB/s', '#')),
  Buffer.from('\u001b[34;1m[INFO ]\u001b[0m main.cpp:12   - generate_video 832x480x81\n'),
  // A bar that is not at its end has no line end: the next line stands right behind it.
  Buffer.from(`${bar(1, 4, '5.12s/it')}${bar(2, 4, '0.00s/it')}[WARN ] model_loader.cpp:254  - file nope.gguf not found\n`),
  Buffer.from([0xff, 0xc3, 0x28, 0x0a, 0xe2, 0x82]),
  Buffer.from(`\n${bar(3, 4, 'infs/it')}${bar(4, 4, '66.67it/s')}`),
  Buffer.from('\n\n   \n[ERROR] a.hpp:1    - no end'),
]);

const SAID: Said[] = [
  { kind: 'line', level: 'info', text: "loading diffusion model from 'Modèle-日本.gguf'" },
  { kind: 'bar', step: 3, steps: 9, of: 'bytes' },
  { kind: 'bar', step: 9, steps: 9, of: 'bytes' },
  { kind: 'line', level: 'info', text: 'generate_video 832x480x81' },
  { kind: 'bar', step: 1, steps: 4, of: 'steps' },
  { kind: 'bar', step: 2, steps: 4, of: 'steps' },
  { kind: 'line', level: 'warn', text: 'file nope.gguf not found' },
  { kind: 'line', level: undefined, text: '\ufffd\ufffd(' },
  { kind: 'line', level: undefined, text: '\ufffd' },
  { kind: 'bar', step: 3, steps: 4, of: 'steps' },
  { kind: 'bar', step: 4, steps: 4, of: 'steps' },
  { kind: 'line', level: 'error', text: 'no end' },
];

function read(chunks: readonly Uint8Array[]): Said[] {
  const said: Said[] = [];
  const reader = new OutputReader((one) => said.push(one));
  for (const chunk of chunks) reader.write(chunk);
  reader.end();
  return said;
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places)].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

describe('reading what sd-cli says', () => {
  it('tells bars and lines', () => {
    expect(read([TRANSCRIPT])).toEqual(SAID);
  });

  it('tells the same wherever the pipe cuts', () => {
    const places = fc.array(fc.integer({ min: 0, max: TRANSCRIPT.length }), { maxLength: 40 });
    fc.assert(fc.property(places, (at) => void expect(read(cutAt(TRANSCRIPT, at))).toEqual(SAID)), { numRuns: 500 });
  });

  it('tells the same byte by byte', () => {
    expect(read([...TRANSCRIPT].map((byte) => Uint8Array.of(byte)))).toEqual(SAID);
  });

  it('tells a step as soon as its bar is drawn, not when the next one comes', () => {
    const said: Said[] = [];
    const reader = new OutputReader((one) => said.push(one));
    reader.write(Buffer.from(bar(1, 3, '5.12s/it').slice(0, -7)));
    expect(said).toEqual([]);
    reader.write(Buffer.from('s/it\u001b[K'));
    expect(said).toEqual([{ kind: 'bar', step: 1, steps: 3, of: 'steps' }]);
  });

  it('takes any bytes at all, and says no line longer than 4,096 characters', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
        for (const said of read(chunks)) if (said.kind === 'line') expect(said.text.length).toBeLessThanOrEqual(4096);
      }),
    );
  });

  it('is not held up by 10 MB without a line end, and keeps its begin', () => {
    const begun = performance.now();
    const chunks = Array.from({ length: 160 }, () => new Uint8Array(65_536).fill(0x78));
    const said = read([...chunks, Buffer.from(`\n${bar(1, 2, '1.00s/it')}`)]);
    expect(said.map(({ kind }) => kind)).toEqual(['line', 'bar']);
    expect(said[0]).toMatchObject({ text: 'x'.repeat(4096) });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('takes a million line ends for nothing', () => {
    expect(read([new Uint8Array(1_000_000).fill(0x0d)])).toEqual([]);
  });
});
