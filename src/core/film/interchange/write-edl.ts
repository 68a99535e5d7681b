import { formatTimecode, isDropFrame } from '../../domain/timeline/timecode.ts';
import type { WipeDirection } from '../../schema/transition.ts';
import { clipTitle } from './clip-words.ts';
import type { DeliveredClip, DeliveredFilm } from './delivered-film.ts';
import type { DeliveredMedia } from './media-shelf.ts';
import { OWN_KEY, transitionWords } from './transition-code.ts';

/** As many events as a CMX 3600 list can number. */
export const EDL_EVENTS = 999;
/** What a list's dissolves and wipes count in at most. Frames. */
const LONGEST_EFFECT = 999;

/** SMPTE wipes: 1 goes to the right, 2 down; a hundred more is the same wipe backwards. */
const WIPES: Readonly<Record<WipeDirection, string>> = { right: 'W001', down: 'W002', left: 'W101', up: 'W102' };

/** Black, by the reel name that every editor reserves for it. */
const BLACK = 'BL';

/** One event of a list: its lines without their number. */
type Event = readonly (readonly [reel: string, effect: string, source: readonly [number, number], record: readonly [number, number]] | string)[];

/**
 * The cut as CMX 3600 edit decision lists: picture alone, with dissolves and wipes. A list has at most
 * 999 events, so a long film has several.
 */
export function writeEdls(film: DeliveredFilm): string[] {
  const reels = reelNames(film.media);
  const events = film.clips.flatMap((clip, i) => eventsOf(film, clip, i, reels));
  const parts = Math.max(1, Math.ceil(events.length / EDL_EVENTS));
  return Array.from({ length: parts }, (_, part) => {
    const own = events.slice(part * EDL_EVENTS, (part + 1) * EDL_EVENTS);
    const title = plain(parts > 1 ? `${film.name} ${part + 1} of ${parts}` : film.name).slice(0, 60) || 'UNTITLED';
    const head = [`TITLE: ${title}`, `FCM: ${isDropFrame(film.rate) ? 'DROP FRAME' : 'NON-DROP FRAME'}`, ''];
    return `${[...head, ...own.flatMap((event, index) => lines(event, index + 1, film))].join('\r\n')}\r\n`;
  });
}

function lines(event: Event, index: number, { rate, firstFrame }: DeliveredFilm): string[] {
  const time = (frame: number): string => formatTimecode(frame, rate);
  return event.map((line) => {
    if (typeof line === 'string') return plain(line);
    const [reel, effect, source, record] = line;
    const times = [...source.map(time), ...record.map((frame) => time(firstFrame + frame))].join(' ');
    return `${String(index).padStart(3, '0')}  ${reel.padEnd(8)} V     ${effect.padEnd(8)} ${times}`;
  });
}

/**
 * A clip as events. One that a transition leads into begins with that transition; its last frames that
 * the next one shares belong to the next one's event.
 */
function eventsOf(film: DeliveredFilm, clip: DeliveredClip, index: number, reels: ReadonlyMap<string, string>): Event[] {
  const before = film.clips[index - 1];
  const after = film.clips[index + 1];
  const media = mediaOf(clip);
  const reel = media ? (reels.get(media.asset) as string) : BLACK;
  const end = clip.end - (after?.overlap ?? 0);
  const source = (frame: number): number => (media ? clip.sourceStart + frame - clip.start : 0);
  const span = (from: number, to: number): readonly [readonly [number, number], readonly [number, number]] => [[source(from), media ? source(to) : to - from], [from, to]];
  const out = clip.transition.kind === 'fade' && clip.transition.direction !== 'in' ? fadeFrames(clip.transition.frames, clip.transition.direction) : 0;
  const fadeStart = Math.max(clip.start + 1, end - out);
  const events: Event[] = [];
  const words = wordsOf(clip);
  const into = before && clip.overlap > 0 ? before.transition : undefined;
  const rises = before?.transition.kind === 'fade' && before.transition.direction !== 'out' ? fadeFrames(before.transition.frames, before.transition.direction) : 0;
  if (before && into) {
    const from = mediaOf(before);
    const fromReel = from ? (reels.get(from.asset) as string) : BLACK;
    const left = from ? before.sourceStart + clip.start - before.start : 0;
    const code = into.kind === 'wipe' || into.kind === 'push' ? WIPES[into.direction] : 'D';
    events.push([
      [fromReel, 'C', [left, left], [clip.start, clip.start]],
      [reel, effect(code, clip.overlap), ...span(clip.start, fadeStart)],
      `* FROM CLIP NAME: ${clipTitle(before)}`,
      `* TO CLIP NAME: ${clipTitle(clip)}`,
      ...(into.kind === 'push' ? ['* A PUSH, WHICH THIS FORMAT HAS NOT: IT IS A WIPE HERE'] : []),
      ...words,
    ]);
  } else if (rises > 0) {
    events.push([[BLACK, 'C', [0, 0], [clip.start, clip.start]], [reel, effect('D', Math.min(rises, fadeStart - clip.start)), ...span(clip.start, fadeStart)], `* TO CLIP NAME: ${clipTitle(clip)}`, ...words]);
  } else {
    events.push([[reel, 'C', ...span(clip.start, fadeStart)], `* FROM CLIP NAME: ${clipTitle(clip)}`, ...words]);
  }
  if (fadeStart < end) {
    events.push([[reel, 'C', [source(fadeStart), source(fadeStart)], [fadeStart, fadeStart]], [BLACK, effect('D', end - fadeStart), [0, end - fadeStart], [fadeStart, end]], `* FROM CLIP NAME: ${clipTitle(clip)}`]);
  }
  return events;
}

/** The whole frames of a fade on one side of the cut. */
const fadeFrames = (frames: number, direction: 'in' | 'out' | 'through'): number => (direction === 'through' ? Math.floor(frames / 2) : frames);

const effect = (code: string, frames: number): string => `${code.padEnd(4)} ${String(Math.min(LONGEST_EFFECT, frames)).padStart(3, '0')}`;

const mediaOf = ({ shown, still }: DeliveredClip): DeliveredMedia | null => shown?.media ?? still;

function wordsOf(clip: DeliveredClip): string[] {
  const media = mediaOf(clip);
  const file = [...(clip.shown ? [] : ['* NO TAKE YET']), ...(media ? [`* SOURCE FILE: ${media.path.slice(media.path.lastIndexOf('/') + 1)}`] : [])];
  return [...file, `* ${OWN_KEY.toUpperCase()} CLIP: ${clip.id}`, ...(clip.transition.kind === 'cut' ? [] : [`* ${OWN_KEY.toUpperCase()} TRANSITION: ${transitionWords(clip.transition)}`])];
}

/** A name of eight letters and digits for each file, from its hash: the same in every list. */
function reelNames(media: readonly DeliveredMedia[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    media.map(({ asset }) => {
      let from = 0;
      while (taken.has(asset.slice(from, from + 8))) from += 1;
      const name = asset.slice(from, from + 8);
      taken.add(name);
      return [asset, name.toUpperCase()];
    }),
  );
}

/** Lists are plain ASCII: letters lose their marks, and what is left over is a question mark. One line. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trimEnd();
