import { toSeconds } from '../../domain/timeline/frame-rate.ts';
import type { SoundPiece, SoundPlan } from './sound-plan.ts';

/** How loud something is from a moment of the film on; between two points it goes straight from one to the other. */
export interface GainPoint {
  /** Seconds of the film. */
  readonly at: number;
  readonly gain: number;
}

/** How long the song takes to make room for a voice, and to come back. Seconds. */
const DUCK = 0.3;
const RETURN = 0.8;

/** Where a piece begins and ends, in seconds of the film. `seconds`: the length of its file. */
export function spanOf({ at, from, length }: SoundPiece, { rate }: SoundPlan, seconds: number): { start: number; end: number } {
  const start = toSeconds(at, rate);
  const left = Math.max(0, seconds - toSeconds(from, rate));
  return { start, end: start + Math.min(toSeconds(length, rate), left) };
}

/** A piece's own gain and its fades. Fades that do not fit share its time. */
export function fadeOf(piece: SoundPiece, plan: SoundPlan, seconds: number): readonly GainPoint[] {
  const { start, end } = spanOf(piece, plan, seconds);
  const wanted = { in: toSeconds(piece.fadeIn, plan.rate), out: toSeconds(piece.fadeOut, plan.rate) };
  const share = Math.min(1, (end - start) / (wanted.in + wanted.out || 1));
  const points: GainPoint[] = [];
  if (wanted.in > 0) points.push({ at: start, gain: 0 });
  points.push({ at: start + wanted.in * share, gain: piece.gain }, { at: end - wanted.out * share, gain: piece.gain });
  if (wanted.out > 0) points.push({ at: end, gain: 0 });
  return points;
}

/**
 * How the song makes room for narration: down before each voice, up after it, and down all the while
 * where two follow so soon that it could not come back.
 */
export function duckingOf(plan: SoundPlan): readonly GainPoint[] {
  const low = 10 ** (-plan.duckBy / 20);
  const spans = plan.pieces
    .filter(({ kind, gain }) => kind === 'narration' && gain > 0)
    .map((piece) => spanOf(piece, plan, Infinity))
    .sort((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const before = joined.at(-1);
    if (before && start - DUCK < before.end + RETURN) before.end = Math.max(before.end, end);
    else joined.push({ start, end });
  }
  return joined.flatMap(({ start, end }) => [
    { at: start - DUCK, gain: 1 },
    { at: start, gain: low },
    { at: end, gain: low },
    { at: end + RETURN, gain: 1 },
  ]);
}

/** The gain at a moment of the film; 1 where there are no points. */
export function gainAt(points: readonly GainPoint[], at: number): number {
  const next = points.findIndex((point) => point.at > at);
  if (next === 0) return points[0]!.gain;
  if (next < 0) return points.at(-1)?.gain ?? 1;
  const [a, b] = [points[next - 1]!, points[next]!];
  return a.gain + ((b.gain - a.gain) * (at - a.at)) / (b.at - a.at);
}
