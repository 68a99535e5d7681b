import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allOf } from '../../tests/fixtures/all-of.ts';
import { tone } from '../../tests/fixtures/tone.ts';
import { readSong } from './read-song.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'kinora-song-'))));
afterAll(() => rm(folder, { recursive: true }));

async function kept(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(path.join(folder, name), bytes);
  return path.join(folder, name);
}

it('opens a song on disk', async () => {
  const song = await readSong(await kept('song.wav', tone(2)), 'song.wav');
  if (!song.ok) throw new Error(song.fault.reason);
  expect(song.value).toMatchObject({ sampleRate: 8_000, channels: 1, seconds: 2 });
  const heard = await allOf(song.value.pieces(1, 2));
  expect(heard.at(-1)!.at + heard.at(-1)!.planes[0]!.length).toBe(16_000);
  song.value.dispose();
});

it('says which file is gone, and which is no song', async () => {
  expect(await readSong(path.join(folder, 'nowhere.mp3'), 'nowhere.mp3')).toMatchObject({ ok: false, fault: { reason: 'song-missing', facts: { file: 'nowhere.mp3' } } });
  expect(await readSong(folder, 'folder')).toMatchObject({ ok: false, fault: { reason: 'song-missing' } });
  const words = await kept('words.mp3', new TextEncoder().encode('These are words, not a song.'));
  expect(await readSong(words, 'words.mp3')).toMatchObject({ ok: false, fault: { reason: 'song-unreadable', facts: { file: 'words.mp3' } } });
  expect(await readSong(await kept('head.wav', tone(1).slice(0, 40)), 'head.wav')).toMatchObject({ ok: false, fault: { reason: 'song-unreadable' } });
});
