import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { readRecipe } from '#core/film/read-recipe.ts';
import { psnr } from '../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE, drawnClip } from '../../tests/fixtures/drawn-clip.ts';
import { readPicture } from './read-picture.ts';
import { encodeGif, encodePng, gifDelays } from './write-picture.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-pictures-'));
});
afterAll(() => rm(folder, { recursive: true }));

const faultOf = async (file: string) => {
  const error = await readPicture(file, 160, 96).catch((thrown: unknown) => thrown);
  if (!(error instanceof FaultError)) throw new Error(`no fault: ${String(error)}`);
  return error.fault;
};

/** 300 × 200: red on the left, blue on the right. */
const halves = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } }).composite([
    { input: { create: { width: 150, height: 200, channels: 3, background: 'blue' } }, left: 150, top: 0 },
  ]);
const pixel = (picture: { rgb: Uint8Array; width: number }, x: number, y: number) => [
  ...picture.rgb.subarray((y * picture.width + x) * 3, (y * picture.width + x) * 3 + 3),
];

describe('readPicture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('reads %s and covers the film', async (format) => {
    const bytes = await halves().toFormat(format, { quality: 100 }).toBuffer();
    await writeFile(at(`halves.${format}`), bytes);
    const picture = await readPicture(at(`halves.${format}`), 160, 96);
    expect([picture.width, picture.height, picture.rgb.length]).toEqual([160, 96, 160 * 96 * 3]);
    expect(picture.sha256).toMatch(/^[0-9a-f]{64}$/);
    const [red = 0, , blue = 255] = pixel(picture, 10, 48);
    expect(red).toBeGreaterThan(245);
    expect(blue).toBeLessThan(12);
    expect(pixel(picture, 150, 48)[2]).toBeGreaterThan(245);
  });

  it('turns a picture as its EXIF orientation says', async () => {
    // Orientation 6: the camera was turned, the first row is the right side.
    await writeFile(at('turned.jpg'), await halves().jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer());
    const picture = await readPicture(at('turned.jpg'), 96, 160);
    expect(pixel(picture, 48, 10)[0]).toBeGreaterThan(240);
    expect(pixel(picture, 48, 150)[2]).toBeGreaterThan(240);
  });

  it('puts white behind what is transparent and colour into grey pictures', async () => {
    await writeFile(at('clear.png'), await sharp({ create: { width: 50, height: 50, channels: 4, background: '#ff000000' } }).png().toBuffer());
    expect(pixel(await readPicture(at('clear.png'), 16, 16), 8, 8)).toEqual([255, 255, 255]);
    await writeFile(at('grey.png'), await sharp({ create: { width: 50, height: 50, channels: 3, background: '#808080' } }).toColourspace('b-w').png().toBuffer());
    expect(pixel(await readPicture(at('grey.png'), 16, 16), 8, 8)).toEqual([128, 128, 128]);
  });

  it('refuses what is no picture, is cut off, or has another format', async () => {
    await writeFile(at('words.png'), 'These are words, not a picture.');
    expect(await faultOf(at('words.png'))).toEqual({ reason: 'picture-unreadable', facts: { file: 'words.png' } });
    await writeFile(at('empty.png'), '');
    expect((await faultOf(at('empty.png'))).reason).toBe('picture-unreadable');
    await writeFile(at('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    expect((await faultOf(at('drawing.svg'))).reason).toBe('picture-unreadable');
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      await writeFile(at(`cut.${format}`), await sharp(Buffer.from(drawnClip().rgb), { raw: { width: 160, height: 96 * 17, channels: 3 } }).toFormat(format).toBuffer());
      await truncate(at(`cut.${format}`), 3000);
      expect((await faultOf(at(`cut.${format}`))).reason).toBe('picture-unreadable');
    }
  });

  it('refuses animated pictures', async () => {
    const { width, height, frames, rgb } = drawnClip();
    const pages = sharp(rgb, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
    await writeFile(at('moving.webp'), await pages.clone().webp().toBuffer());
    await writeFile(at('moving.gif'), await pages.clone().gif().toBuffer());
    await writeFile(at('moving.png'), animatedPng());
    for (const name of ['moving.webp', 'moving.gif', 'moving.png']) {
      expect(await faultOf(at(name))).toEqual({ reason: 'picture-animated', facts: { file: name } });
    }
  });

  it('refuses a small file that would unfold into 400 million pixels, without decoding it', async () => {
    await writeFile(at('bomb.png'), png(20_000, 20_000, [chunk('IDAT', deflateSync(Buffer.alloc(1_000_000)))]));
    const started = performance.now();
    expect(await faultOf(at('bomb.png'))).toMatchObject({ reason: 'picture-too-large', facts: { width: 20_000, limit: '100 megapixels' } });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('refuses a file of more than 50 MB', async () => {
    await writeFile(at('huge.png'), '');
    await truncate(at('huge.png'), 50_000_001);
    expect(await faultOf(at('huge.png'))).toEqual({ reason: 'picture-too-large', facts: { file: 'huge.png', limit: '50 MB' } });
  });
});

describe('what is written', () => {
  it('a PNG is the first frame, byte for byte, and knows its recipe', async () => {
    const clip = drawnClip();
    const png = await encodePng(clip, DRAWN_RECIPE);
    expect(await sharp(png).raw().toBuffer()).toEqual(Buffer.from(clip.rgb.subarray(0, 160 * 96 * 3)));
    expect(await readRecipe(png)).toEqual(DRAWN_RECIPE);
  });

  it('a GIF has every frame at the pace of the film, repeats, and knows its recipe', async () => {
    const clip = drawnClip();
    const gif = await encodeGif(clip, DRAWN_RECIPE);
    const { pages, delay, loop, width, pageHeight } = await sharp(gif, { pages: -1 }).metadata();
    expect({ pages, loop, width, pageHeight }).toEqual({ pages: 17, loop: 0, width: 160, pageHeight: 96 });
    expect(delay?.reduce((sum, part) => sum + part, 0)).toBe(2130);
    expect(await readRecipe(gif)).toEqual(DRAWN_RECIPE);
    const last = await sharp(gif, { page: 16 }).removeAlpha().raw().toBuffer();
    expect(psnr(new Uint8Array(last), clip.rgb.subarray(16 * 160 * 96 * 3))).toBeGreaterThan(30);
  });

  it('rounded delays add up to the length of the film', () => {
    expect(gifDelays({ frames: 24, frameRate: 24 }).reduce((sum, part) => sum + part, 0)).toBe(1000);
    expect(gifDelays({ frames: 4, frameRate: 8 })).toEqual([130, 120, 130, 120]);
  });
});

/** A PNG by hand, to be as wrong as a test needs: 8-bit grey. */
function png(width: number, height: number, chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** One grey pixel that claims two frames. */
function animatedPng(): Buffer {
  const animation = Buffer.alloc(8);
  animation.writeUInt32BE(2, 0);
  return png(1, 1, [chunk('acTL', animation), chunk('IDAT', deflateSync(Buffer.from([0, 128])))]);
}
