/** The real command as a child process, on the tiny model: a brief to a film, stopped and gone on with, and what it refuses. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { registerCodecs } from '../media/register.ts';
import type { MadeFilm } from './film/make-film.ts';

const COMMAND = path.resolve('accelerator/cli/film.ts');
const TINY = path.resolve('tests/fixtures/tiny-model');

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeAll(registerCodecs);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-film-'));
});
afterEach(() => rm(folder, { recursive: true, maxRetries: 3 }));

const QUICK = ['--steps', '1', '--lines', '96', '--work', 'work'];
const start = (...words: string[]): ChildProcess =>
  spawn(process.execPath, [COMMAND, ...words, '--model', TINY, '--provider', 'cpu'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, KINORA_DATA: at('data') } });

async function run(...words: string[]) {
  const child = start(...words);
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const brief = (value: unknown) => writeFile(at('brief.json'), typeof value === 'string' ? value : JSON.stringify(value));
const cup = () => sharp({ create: { width: 64, height: 48, channels: 3, background: '#c0392b' } }).png().toFile(at('cup.png'));

describe('film makes', { timeout: 120_000 }, () => {
  it('a film as long as the brief says, and what editors and people need of it', async () => {
    await cup();
    await brief({ text: 'A red cup that keeps coffee warm on cold mornings. For people who work outside.', pictures: ['cup.png'], seconds: 6, frameRate: 25, seed: 3 });
    const outputs = ['film.mp4', 'cut.fcpxml', 'cut.xml', 'cut.edl', 'cut.otio', 'shots.csv', 'sheet.pdf', 'film.kinora', 'frames.zip', 'film.srt', 'film.vtt'];
    const { code, stdout, stderr } = await run('brief.json', ...outputs.flatMap((name) => ['-o', name]), '--json', '--quiet', ...QUICK);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as MadeFilm;
    expect(told.made.takes).toBe(told.clips);
    expect(told.files.map(({ file }) => path.basename(file))).toEqual(outputs);
    const film = await decodeFilm(await readFile(at('film.mp4')));
    expect(film.frames).toHaveLength(150);
    const rows = (await readFile(at('shots.csv'), 'utf8')).trim().split('\r\n');
    expect(rows).toHaveLength(told.clips + 1);
    expect((await readFile(at('sheet.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await readFile(at('frames.zip'))).subarray(0, 4).toString()).toBe('PK\x03\x04');
    expect(told.files.find(({ kind }) => kind === 'zip')!.facts).toContain('PNG pictures');
    const [srt, vtt] = await Promise.all(['film.srt', 'film.vtt'].map((name) => readFile(at(name), 'utf8')));
    const cues = (text: string | undefined) => text!.match(/^\d\d:\d\d:\d\d[.,]\d{3} --> /gm)?.length ?? 0;
    expect(vtt).toMatch(/^WEBVTT\n/);
    expect(cues(vtt)).toBe(cues(srt));
    expect(told.files.find(({ kind }) => kind === 'srt')!.facts).toMatch(cues(srt) === 0 ? 'no captions' : `${cues(srt)} caption`);
    // What the editors' files name lies beside them.
    const named = [...(await readFile(at('cut.fcpxml'), 'utf8')).matchAll(/src="\.?\/?(media\/[^"]+)"/g)].map(([, file]) => path.basename(file!));
    expect(new Set(named).size).toBeGreaterThanOrEqual(told.clips);
    expect(await readdir(at('media'))).toEqual(expect.arrayContaining(named));
  });

  it('the rest of it where it was killed, and the same film', async () => {
    await brief({ text: 'a boat sails home over the sea', seconds: 8, seed: 5 });
    const child = start('brief.json', '-o', 'film.mp4', '--quiet', ...QUICK);
    const gone = once(child, 'exit');
    const kept = async () => (await readdir(at('work/takes')).catch(() => [])).filter((name) => name.endsWith('.json')).length;
    while ((await kept()) < 2 && child.exitCode === null) await pause(5);
    child.kill('SIGKILL');
    await gone;
    expect(await readdir(folder)).not.toContain('film.mp4');
    const before = await kept();
    const on = JSON.parse((await run('brief.json', '-o', 'film.mp4', '--json', '--quiet', ...QUICK)).stdout) as MadeFilm;
    const whole = JSON.parse((await run('brief.json', '-o', 'again.mp4', '--json', '--quiet', ...QUICK, '--work', 'other')).stdout) as MadeFilm;
    expect(on.made.keyframes + on.made.takes).toBeLessThanOrEqual(whole.made.keyframes + whole.made.takes - before + 1);
    const [a, b] = await Promise.all(['film.mp4', 'again.mp4'].map(async (name) => decodeFilm(await readFile(at(name)))));
    expect(a!.frames).toEqual(b!.frames);
  });

  it('no film of one brief in the folder of another, unless that is to be forgotten', async () => {
    await brief({ text: 'a star over the mountains', seconds: 3 });
    await run('brief.json', '-o', 'shots.csv', '--quiet', ...QUICK);
    await brief({ text: 'a boat on the sea', seconds: 3 });
    const refused = await run('brief.json', '-o', 'other.csv', '--quiet', ...QUICK);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('another brief')]);
    expect(await readdir(folder)).not.toContain('other.csv');
    expect((await run('brief.json', '-o', 'other.csv', '--quiet', '--fresh', ...QUICK)).code).toBe(0);
    expect(await readFile(at('other.csv'), 'utf8')).toContain('boat');
  });

  it('nothing anew that is there', async () => {
    await brief({ text: 'a star over the mountains', seconds: 4 });
    await run('brief.json', '-o', 'film.gif', '--quiet', ...QUICK);
    const { stdout } = await run('brief.json', '-o', 'shots.csv', '--json', '--quiet', ...QUICK);
    expect((JSON.parse(stdout) as MadeFilm).made).toEqual({ keyframes: 0, takes: 0 });
  });

  it('no half file when it is stopped, and says that it goes on', async () => {
    await brief({ text: 'a fish in the sea', seconds: 30 });
    const child = start('brief.json', '-o', 'film.mp4', ...QUICK);
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('To be made')) child.kill('SIGINT');
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(130);
    expect(said).toContain('it goes on from here');
    expect((await readdir(folder)).sort()).toEqual(['brief.json', 'work']);
  });
});

describe('film refuses', { timeout: 60_000 }, () => {
  it('a brief that cannot be meant, and leaves nothing', async () => {
    await brief({ text: 'a ball', lenght: 20 });
    const { code, stdout, stderr } = await run('brief.json', '-o', 'film.mp4', '--json', ...QUICK);
    expect(stderr).toContain('There is no key "lenght"');
    expect(JSON.parse(stdout)).toMatchObject({ error: { reason: 'option-invalid' } });
    expect(code).toBe(2);
    expect(await readdir(folder)).toEqual(['brief.json']);
  });
});
