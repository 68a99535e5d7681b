import { mount, unmount } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { someTake } from '../../../../tests/contract/samples.ts';
import { DRAWN_RECIPE, drawnClip } from '../../../../tests/fixtures/drawn-clip.ts';
import { tone } from '../../../../tests/fixtures/tone.ts';
import { addClip } from '#core/document/commands/clip.ts';
import { setFrameRate } from '#core/document/commands/project.ts';
import { addTakes } from '#core/document/commands/take.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { createProject } from '#core/document/create-project.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import { take as taken } from '#core/document/sample-film.test-support.ts';
import { encodeFilm } from '#core/film/encode.ts';
import type { Take } from '#core/schema/take.ts';
import { FilmSound } from '#lib/state/project/film-sound.svelte.ts';
import { FilmPlayback } from '#lib/state/project/playback.svelte.ts';
import { TimelineState } from '#lib/state/project/timeline.svelte.ts';
import { Songs } from '#lib/state/songs.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import MonitorInStudio from './MonitorInStudio.test-support.svelte';

const RATE = 8;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
// Browsers let a page sound that somebody has touched.
beforeAll(() => userEvent.click(document.body));

/** A clip of this length at 8 frames a second; its sky is blue, or turned to another colour. */
async function clipOf(frames: number, turned: boolean): Promise<{ take: Take; url: string }> {
  const video = drawnClip(160, 96, frames, RATE);
  if (turned) for (let i = 0; i < video.rgb.length; i += 3) [video.rgb[i], video.rgb[i + 2]] = [video.rgb[i + 2]!, video.rgb[i]!];
  const film = await encodeFilm(video, 'mp4', { ...DRAWN_RECIPE, frames });
  const url = URL.createObjectURL(new Blob([new Uint8Array(film.bytes)], { type: film.type }));
  closers.push(() => URL.revokeObjectURL(url));
  const take = someTake({ media: { ...someTake().media, type: film.type } });
  return { take: { ...take, recipe: { ...take.recipe, frames } }, url };
}

/** A film at 8 frames a second of clips of these lengths, on a monitor, with a song of its own length. */
async function shown(lengths: readonly number[]) {
  const document = taken(createProject({ name: 'Film' }, sampleOrigin()));
  closers.push(() => document.dispose());
  taken(document.run(setFrameRate({ numerator: RATE, denominator: 1 })));
  const scene = taken(document.run(addScene({})));
  const clips = await Promise.all(lengths.map((length, i) => clipOf(length, i % 2 === 1)));
  for (const [i, { take }] of clips.entries()) {
    const clip = taken(document.run(addClip({ scene, content: { length: lengths[i]! } })));
    taken(document.run(addTakes({ kind: 'clip', id: clip }, [take.id])));
  }
  /** What storage has not found yet. */
  const late = new SvelteSet<string>();
  const found = (id: string) => clips.find(({ take }) => take.id === id);
  const gallery = {
    get: (id: string) => found(id)?.take,
    mediaUrl: ({ id }: Take) => (late.has(id) ? undefined : found(id)?.url),
    media: async () => new Blob(),
  };
  const songs = new Songs(openMemoryStorage().blobs);
  const song = await songs.keep(new File([tone(lengths.reduce((sum, length) => sum + length, 0) / RATE)], 'song.wav'));
  const sound = new FilmSound((wanted) => songs.open(wanted));
  closers.push(() => sound.dispose());
  sound.follow(taken(song));
  await sound.settled;
  const timeline = new TimelineState(() => document.project);
  const playback = new FilmPlayback(() => ({ length: timeline.length, rate: timeline.film.settings.frameRate }), sound);
  const monitor = mount(MonitorInStudio, { target: window.document.body, props: { studio: { gallery } as unknown as Studio, timeline, playback } });
  closers.push(() => unmount(monitor), () => playback.stop());
  return { playback, sound, late, timeline, takes: clips.map(({ take }) => take) };
}

const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

/** What each video showed last: one that seeks has nothing to be read, and goes on showing that. */
const shownLast = new WeakMap<HTMLVideoElement, ImageBitmap>();

/** What the eye sees in the sky of the picture: nothing, a blue sky, or a turned one. */
function sky(): 'nothing' | 'blue' | 'turned' {
  const videos = [...document.querySelectorAll('video')].filter(({ style }) => style.opacity !== '0');
  videos.sort((a, b) => Number(a.style.zIndex) - Number(b.style.zIndex));
  for (const video of videos) if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) shownLast.set(video, skyOf(video));
  pen.clearRect(0, 0, 1, 1);
  for (const seen of videos.flatMap((video) => shownLast.get(video) ?? [])) pen.drawImage(seen, 0, 0);
  const [red, , blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  if (alpha === 0) return 'nothing';
  return blue! > red! ? 'blue' : 'turned';
}

function skyOf(video: HTMLVideoElement): ImageBitmap {
  pen.clearRect(0, 0, 1, 1);
  pen.drawImage(video, 4, 4, 1, 1, 0, 0, 1, 1);
  return pen.canvas.transferToImageBitmap();
}

const nextFrame = () => new Promise<number>(requestAnimationFrame);
const until = async (done: () => boolean) => {
  while (!done()) await nextFrame();
};

it('shows a picture at every moment around the border of two clips, each in its turn', async () => {
  const { playback } = await shown([12, 12]);
  await until(() => sky() === 'blue');
  playback.seek(6);
  playback.play();
  const seen: string[] = [];
  while (playback.playing && playback.frame < 20) {
    seen.push(sky());
    await nextFrame();
  }
  expect(seen.length).toBeGreaterThan(10);
  expect([...new Set(seen)], 'each once, and never nothing').toEqual(['blue', 'turned']);
  expect(seen, 'and never back').toEqual([...seen.filter((one) => one === 'blue'), ...seen.filter((one) => one === 'turned')]);
});

it('holds the picture before it while the next one is not there yet', async () => {
  const { playback, late, takes } = await shown([12, 12]);
  late.add(takes[1]!.id);
  await until(() => sky() === 'blue');
  playback.seek(8);
  playback.play();
  const seen = new Set<string>();
  await until(() => (seen.add(sky()), playback.frame >= 16));
  expect([...seen]).toEqual(['blue']);
  late.clear();
  await until(() => (seen.add(sky()), seen.has('turned') || !playback.playing));
  expect([...seen]).toEqual(['blue', 'turned']);
});

it('keeps picture and song together for twenty seconds, over a border', async () => {
  const { playback, sound } = await shown([84, 84]);
  await until(() => sky() === 'blue');
  playback.play();
  await until(() => (sound.position ?? 0) > 0);
  const off: number[] = [];
  const clock: number[] = [];
  const watched = new WeakSet<HTMLVideoElement>();
  while (playback.playing) {
    for (const video of document.querySelectorAll('video')) {
      if (watched.has(video)) continue;
      watched.add(video);
      const see = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
        const heard = sound.position;
        if (heard !== undefined && video.style.opacity === '1' && !video.paused) {
          const begins = heard * RATE >= 84 ? 84 : 0;
          off.push(Math.round(mediaTime * RATE) + begins - Math.floor(heard * RATE));
        }
        video.requestVideoFrameCallback(see);
      };
      video.requestVideoFrameCallback(see);
    }
    const heard = sound.position;
    if (heard !== undefined) clock.push(heard);
    await nextFrame();
  }
  expect(sound.refused).toBe(false);
  expect(clock.at(-1)).toBeGreaterThan(20);
  expect(off.length, 'frames that came into sight').toBeGreaterThan(100);
  // Of each quarter the middle one, so that a moment in which the machine does something else decides nothing.
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const part = off.slice((quarter * off.length) / 4, ((quarter + 1) * off.length) / 4).sort((a, b) => a - b);
    expect(Math.abs(part[Math.floor(part.length / 2)]!), `quarter ${quarter + 1}: ${part.join(' ')}`).toBeLessThanOrEqual(1);
  }
});
