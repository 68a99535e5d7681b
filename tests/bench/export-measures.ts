import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { registerCodecs } from '../../accelerator/media/register.ts';
import { encodeFilm } from '../../src/core/film/encode.ts';
import { DRAWN_RECIPE, drawnClip } from '../fixtures/drawn-clip.ts';
import { tone } from '../fixtures/tone.ts';
import { type BenchTake, ffmpegArguments, SMALL_LINES, SMALL_TAKE, TAKE } from './export-film.ts';
import { type Measure, median, type Skipped, timed } from './measure.ts';

interface Rendered {
  readonly ms: number;
  readonly frames: number;
  readonly bytes: number;
  /** The most memory the process held, in bytes. */
  readonly peak: number;
}

interface Media {
  readonly folder: string;
  readonly take: string;
  readonly song: string;
}

const run = promisify(execFile);
const CHILD = new URL('export-child.ts', import.meta.url).pathname;
const TURNS = 2;
/** A process that takes longer is ended. Milliseconds. */
const MOST_MS = 15 * 60_000;
const BOUND = { timeout: MOST_MS, killSignal: 'SIGKILL' } as const;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** A take and a song on disk, for as long as the work takes. */
async function withMedia<Value>({ width, height, frames, frameRate }: BenchTake, work: (media: Media) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-bench-media-'));
  try {
    registerCodecs();
    const film = await encodeFilm(drawnClip(width, height, frames, frameRate), 'mp4', { ...DRAWN_RECIPE, frames, frameRate });
    const media = { folder, take: path.join(folder, 'take.mp4'), song: path.join(folder, 'song.wav') };
    await writeFile(media.take, film.bytes);
    await writeFile(media.song, tone(600));
    return await work(media);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function rendered(seconds: number, lines: number, { take, song }: Media): Promise<Rendered> {
  const { stdout } = await run(process.execPath, ['--no-warnings', CHILD, String(seconds), String(lines), take, song], BOUND);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Rendered;
}

/** A film of a minute, 720 lines, 12 clips that dissolve into one another and a song: in Node, and by the ffmpeg of the machine. */
export function exportMeasures(): Promise<(Measure | Skipped)[]> {
  return withMedia(TAKE, async (media) => {
    const version = await run('ffmpeg', ['-version']).then(({ stdout }) => /version (\S+)/.exec(stdout)?.[1] ?? 'unknown', () => undefined);
    const ours: Rendered[] = [];
    const theirs: number[] = [];
    const [own, name] = ['export of a minute at 720p in Node', 'export of a minute at 720p: Node : native ffmpeg'];
    try {
      for (let turn = 0; turn < (version === undefined ? 1 : TURNS); turn += 1) {
        const film = await rendered(60, 720, media);
        ours.push(film);
        if (version === undefined) continue;
        const wish = { seconds: 60, ...media, output: path.join(media.folder, 'film.mp4'), preset: 'medium', bitrate: Math.round((film.bytes * 8) / 60) } as const;
        theirs.push(await timed(() => run('ffmpeg', ffmpegArguments(wish), BOUND)));
      }
    } catch (error) {
      return [own, name].map((which) => ({ name: which, why: whyEnded(error) }));
    }
    const [took, { frames, peak, bytes }] = [median(ours.map(({ ms }) => ms)), ours[0]!];
    return [
      { name: own, value: took / 1000, unit: 's', detail: `${Math.round((1000 * frames) / took)} frames a second, 12 clips with dissolves and a song; ${megabytes(bytes)}; ${megabytes(peak)} of memory at most` },
      version === undefined
        ? { name, why: 'ffmpeg is not installed on this machine' }
        : { name, value: median(ours.map(({ ms }, i) => ms / theirs[i]!)), unit: 'ratio', detail: `ffmpeg ${version}: ${(median(theirs) / 1000).toFixed(1)} s with xfade; both libx264, preset medium, of one bit rate, in ${TURNS} turns` },
    ];
  });
}

/** Whether memory grows with a film's length: the picture is small, so that ten minutes are drawn in a few and what is kept of each frame still adds up to gigabytes. */
export function exportMemoryMeasures(): Promise<Measure | Skipped> {
  const name = 'memory of an export of 10 minutes : of 1 minute';
  return withMedia(SMALL_TAKE, async (media) => {
    try {
      const [minute, ten] = [await rendered(60, SMALL_LINES, media), await rendered(600, SMALL_LINES, media)];
      const detail = `${megabytes(ten.peak)} and ${megabytes(minute.peak)} at most, in Node: ${ten.frames} and ${minute.frames} frames of ${SMALL_TAKE.width} × ${SMALL_LINES} with a song; ${Math.round(ten.ms / 1000)} s and ${Math.round(minute.ms / 1000)} s`;
      return { name, value: ten.peak / minute.peak, unit: 'ratio', atMost: 1.25, detail };
    } catch (error) {
      return { name, why: whyEnded(error) };
    }
  });
}

/** Why a process was ended; anything else is thrown on. */
function whyEnded(error: unknown): string {
  if (error instanceof Error && 'killed' in error && error.killed === true) return `it took longer than ${MOST_MS / 60_000} minutes`;
  throw error;
}
