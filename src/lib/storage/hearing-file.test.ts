import { expect, it } from 'vitest';
import { readHearing, writeHearing } from './hearing-file.ts';

const heard = {
  ...{ length: 2_000_000, tempo: 100, beats: [0, 600_000], bars: [0], meter: 3, loudness: -20, peak: 0.5 },
  sections: [{ start: 0, end: 2_000_000, label: 'A', energy: 1 }],
  waveform: { rate: 8_000, levels: [{ samples: 64, low: Int8Array.of(-10, 10, 0), high: Int8Array.of(10, 13, 127) }] },
};
const bytes = () => writeHearing(heard).arrayBuffer();
const changed = async (change: (text: string) => string) => new TextEncoder().encode(change(new TextDecoder('latin1').decode(await bytes()))).buffer as ArrayBuffer;

it('reads what was written, also where a point of the outline is a line feed', async () => {
  expect(readHearing(await bytes())).toEqual(heard);
});

it('knows a file that is cut off, another version’s, or none: the song is heard anew', async () => {
  const whole = await bytes();
  for (const length of [0, 1, 40, whole.byteLength - 1]) expect(readHearing(whole.slice(0, length))).toBeUndefined();
  expect(readHearing(await changed((text) => text.replace('"version":1', '"version":0')))).toBeUndefined();
  expect(readHearing(await changed((text) => text.replace('"tempo":100', '"tempo":-1')))).toBeUndefined();
  expect(readHearing(new TextEncoder().encode('null\n').buffer)).toBeUndefined();
  expect(readHearing(new TextEncoder().encode('words').buffer)).toBeUndefined();
});
