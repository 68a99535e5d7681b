import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hearSong, refusedLength } from './hear-song.ts';
import { coloursOfPicture, readBrief } from './read-brief.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-brief-'));
});
afterEach(() => rm(folder, { recursive: true }));

const brief = async (value: unknown) => {
  await writeFile(at('brief.json'), typeof value === 'string' ? value : JSON.stringify(value));
  return readBrief(at('brief.json'));
};

describe('a brief', () => {
  it('is its text, with all else as usual', async () => {
    expect(await brief({ text: 'a ball' })).toEqual({ text: 'a ball', pictures: [], song: undefined, lyrics: '', shape: '16:9', frameRate: 24, audience: '', seed: 0 });
  });

  it('may begin with a mark of its byte order', async () => {
    expect(await brief('\ufeff{"text": "a ball"}')).toMatchObject({ text: 'a ball' });
  });

  it('names pictures beside it, each once', async () => {
    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c0392b' } }).png().toFile(at('cup.png'));
    const { pictures } = await brief({ text: '', pictures: ['cup.png', './cup.png'] });
    expect(pictures).toMatchObject([{ name: 'cup.png', type: 'image/png' }]);
    expect(await coloursOfPicture(pictures[0]!)).toEqual(['red']);
  });

  it.each([
    ['a key that there is not', { text: 'a ball', lenght: 20 }, 'There is no key "lenght"'],
    ['no text', { seconds: 20 }, '"text" is missing'],
    ['nothing that is said', { text: '  ' }, 'says nothing'],
    ['a film of an instant', { text: 'a ball', seconds: 1 }, '"seconds" can be 3 at least.'],
    ['a film of a day', { text: 'a ball', seconds: 86_400 }, '"seconds" can be 3600 at most.'],
    ['a shape that there is not', { text: 'a ball', shape: '3:2' }, '"shape"'],
    ['a rate that there is not', { text: 'a ball', frameRate: 27 }, '"frameRate"'],
    ['a picture that is not there', { text: 'a ball', pictures: ['gone.png'] }, 'names gone.png'],
    ['a picture that is none', { text: 'a ball', pictures: ['brief.json'] }, 'brief.json'],
    ['eleven pictures', { text: 'a ball', pictures: Array.from({ length: 11 }, () => 'cup.png') }, '"pictures" can name 10 at most.'],
    ['a text that is no JSON', '{"text": "a ball",}', 'is no JSON'],
    ['a list', [1, 2], 'A brief is an object'],
  ])('is refused with %s', async (_, value, sentence) => {
    await expect(brief(value)).rejects.toThrow(sentence);
  });

  it('is refused where there is none', async () => {
    await expect(readBrief(at('gone.json'))).rejects.toThrow(/There is no brief .*gone\.json/);
  });

  it('may have a song of three hours, which its encoder lets end a moment later, and no longer one', () => {
    expect(refusedLength('long.mp3', 3 * 3_600 + 0.072)).toBeUndefined();
    expect(refusedLength('long.mp3', 3 * 3_600 + 65)).toBe('long.mp3 lasts 3 h 1 min. At most 3 hours can be used.');
  });

  it('is refused with a song that is none', async () => {
    await writeFile(at('song.mp3'), 'no song');
    const { song } = await brief({ text: 'a ball', song: 'song.mp3' });
    await expect(hearSong(song!, { numerator: 24, denominator: 1 })).rejects.toThrow('song.mp3');
  });
});
