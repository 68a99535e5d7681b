import type { FilmSection } from './beat-grid.ts';
import { nearestIn } from './beat-grid.ts';
import type { LyricLine } from '../project/lyrics.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { PlacedClip } from './cut.ts';

/** A scene that a part of the song proposes. Frames. */
export interface ProposedScene {
  readonly name: string;
  readonly description: string;
  readonly lyrics: string;
  readonly start: number;
  readonly end: number;
  /** The lengths of its clips. */
  readonly clips: readonly number[];
  /** The clip in front of which black is filled; null at the film's end. */
  readonly before: ClipId | null;
}

/** Film that has no picture yet. Frames; `before`: the clip that ends it, null after the last. */
interface FreeSpan {
  readonly start: number;
  readonly end: number;
  readonly before: ClipId | null;
}

interface Wanted {
  /** The frame after the film's last. */
  readonly until: number;
  readonly barsInClip: number;
  /** Whether they take the place of all scenes that are there. */
  readonly instead: boolean;
}

/** A clip is not cut shorter than this for the sake of a bar, in frames. */
const SHORTEST = 6;

/**
 * A scene for each part of the song where the film has no picture: in the black before a scene and after the last clip, or, where
 * `instead`, from the first frame on. In the song's order, each clip so many bars long. Black within a scene stays.
 */
export function scenesFromSections(cut: readonly PlacedClip[], sections: readonly FilmSection[], bars: readonly number[], lines: readonly LyricLine[], wanted: Wanted): readonly ProposedScene[] {
  const free = wanted.instead ? [{ start: 0, end: Infinity, before: null }] : freeSpans(cut);
  return free.flatMap((span) => scenesIn({ ...span, end: Math.min(span.end, wanted.until) }, sections, bars, lines, wanted.barsInClip));
}

function freeSpans(cut: readonly PlacedClip[]): FreeSpan[] {
  const black = cut.flatMap(({ scene, clip, place }, i): FreeSpan[] =>
    clip.gap > 0 && cut[i - 1]?.scene.id !== scene.id ? [{ start: place.start - clip.gap, end: place.start, before: clip.id }] : [],
  );
  return [...black, { start: cut.at(-1)?.place.end ?? 0, end: Infinity, before: null }];
}

function scenesIn({ start: from, end: until, before }: FreeSpan, sections: readonly FilmSection[], bars: readonly number[], lines: readonly LyricLine[], barsInClip: number): ProposedScene[] {
  const parts = sections
    .map((section, i) => ({ ...section, number: i + 1, start: Math.max(section.start, from), end: Math.min(section.end, until) }))
    .filter(({ start, end }) => end - start >= SHORTEST);
  // Film before a part that begins later belongs to it: nothing shifts the parts off their time.
  const first = parts[0];
  if (first && first.start > from) parts[0] = { ...first, start: from };
  return parts.map(({ number, label, energy, start, end }) => ({
    name: `Part ${number} · ${label}`,
    description: energy >= 0.66 ? 'Strong' : energy <= 0.33 ? 'Quiet' : 'In between',
    lyrics: lines.filter((line) => line.start >= start && line.start < end).map(({ text }) => text).join('\n'),
    start,
    end,
    clips: clipsBetween(start, end, bars, barsInClip),
    before,
  }));
}

function clipsBetween(start: number, end: number, bars: readonly number[], barsInClip: number): number[] {
  const inner = bars.filter((bar) => bar > start && bar < end);
  const first = nearestIn(bars, start);
  // Counted from the bar at its start, whether that lies a frame before or after.
  const borders = inner.filter((bar) => first !== undefined && (bars.indexOf(bar) - bars.indexOf(first)) % barsInClip === 0);
  const kept: number[] = [start];
  for (const border of borders) if (border - kept.at(-1)! >= SHORTEST && end - border >= SHORTEST) kept.push(border);
  return kept.map((border, i) => (kept[i + 1] ?? end) - border);
}
