import { mount, unmount } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { someHash, someTake } from '../../../../tests/contract/samples.ts';
import { DRAWN_RECIPE, drawnClip } from '../../../../tests/fixtures/drawn-clip.ts';
import { tone } from '../../../../tests/fixtures/tone.ts';
import { addClip } from '#core/document/commands/clip.ts';
import { addKeyframe } from '#core/document/commands/keyframe.ts';
import { setFrameRate } from '#core/document/commands/project.ts';
import { addTakes } from '#core/document/commands/take.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { addTitle } from '#core/document/commands/title.ts';
import { setTransition } from '#core/document/commands/transition.ts';
import { createProject } from '#core/document/create-project.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import { take as taken } from '#core/document/sample-film.test-support.ts';
import { encodeFilm } from '#core/film/encode.ts';
import type { Take } from '#core/schema/take.ts';
import { FilmSound } from '#lib/state/project/film-sound.svelte.ts';
import { FilmPlayback } from '#lib/state/project/playback.svelte.ts';
import { TimelineState } from '#lib/state/project/timeline.svelte.ts';
import { Songs } from '#lib/state/gallery/songs.ts';
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
  const songs = new Songs(openMemoryStorage());
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

/** A picture of one colour as a file, and how a project names it. */
async function stillOf(colour: string) {
  const canvas = new OffscreenCanvas(320, 192);
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 320, 192);
  const url = URL.createObjectURL(await canvas.convertToBlob());
  closers.push(() => URL.revokeObjectURL(url));
  return url;
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

it('plays clips without takes from their stills, moved by their camera, pushed and with their titles', async () => {
  const document = taken(createProject({ name: 'Film' }, sampleOrigin()));
  closers.push(() => document.dispose());
  taken(document.run(setFrameRate({ numerator: RATE, denominator: 1 })));
  const scene = taken(document.run(addScene({})));
  const [a, b] = [someHash('1'), someHash('2')];
  const urls = new Map([[a, await stillOf('#c82828')], [b, await stillOf('#283cc8')]]);
  for (const asset of [a, b]) {
    const clip = taken(document.run(addClip({ scene, content: { length: 9, cameraMove: 'zoom-in', ...(asset === b && { grade: { gain: [1, 1, 0.5], lift: [0, 0, 0] } }) } })));
    taken(document.run(addKeyframe(clip, 'first', { still: { kind: 'picture', asset, type: 'image/png', name: 'still.png' } })));
  }
  const first = document.project.scenes[0]!.members[0]!.clips[0]!.inCut;
  taken(document.run(setTransition(first, { kind: 'push', frames: 3, direction: 'left' })));
  taken(document.run(addTitle(0, { text: 'Harbour', length: 4 })));
  const gallery = { get: () => undefined };
  const assets = { url: ({ asset }: { asset: string }) => urls.get(asset as typeof a), isMissing: () => false };
  const timeline = new TimelineState(() => document.project);
  const playback = new FilmPlayback(() => ({ length: timeline.length, rate: timeline.film.settings.frameRate }));
  const monitor = mount(MonitorInStudio, { target: window.document.body, props: { studio: { gallery, assets } as unknown as Studio, timeline, playback } });
  closers.push(() => unmount(monitor));
  const picture = window.document.querySelector('.picture')!;
  const sharp = () => [...window.document.querySelectorAll<HTMLImageElement>('.sharp')];
  const scale = () => new DOMMatrix(sharp()[0]!.style.transform).a;
  await until(() => sharp().length === 2 && sharp().every(({ style }) => style.visibility === 'visible'));
  await until(() => picture.getAttribute('aria-label')!.includes('Harbour'));
  const before = scale();
  playback.seek(5);
  await until(() => scale() > before * 1.1);
  expect(picture.getAttribute('aria-label')).not.toContain('Harbour');
  playback.seek(7);
  await nextFrame();
  const frames = [...window.document.querySelectorAll<HTMLElement>('.frame')];
  expect(frames.map(({ style }) => style.translate)).toEqual(['-50% 0%', '50% 0%']);
  expect(frames[1]!.style.filter).toContain('url(');
});
