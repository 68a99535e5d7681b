import { readFile } from 'node:fs/promises';
import { BufferSource } from 'mediabunny';
import { beforeAll, expect, it } from 'vitest';
import { barsApart, BARS_FILES } from '../../tests/fixtures/colour-bars.ts';
import { ClipReader } from '#core/film/enhance/read-clip.ts';
import { Footage } from '#core/film/export/read-footage.ts';
import { nodeHost } from '../film/node-host.ts';
import { registerCodecs } from './register.ts';

beforeAll(registerCodecs);

const bytesOf = (name: string) => readFile(new URL(`../../tests/fixtures/colours/${name}`, import.meta.url));

it.each(BARS_FILES)('%s is drawn into films, and made larger, in the colours that are meant', async (name) => {
  const footage = (await Footage.open(new BufferSource(await bytesOf(name)), 8, [1], nodeHost(() => undefined)))!;
  expect(barsApart((await footage.at(1))!.read())).toBeLessThanOrEqual(3);
  await footage.close();
  const reader = await ClipReader.open(new BufferSource(await bytesOf(name)));
  for await (const { frame } of reader.frames()) expect(barsApart({ ...frame, data: frame.rgba })).toBeLessThanOrEqual(3);
  reader.close();
});
