import type { ReturnedClip, ReturnedCut, ReturnedSound, ReturnFault } from '../../domain/returned-cut/returned-cut.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { Gain } from '../../schema/sound.ts';
import { frameOf, isBefore, type Seconds } from './rational-time.ts';
import { readTransitionWords, transitionNamed } from './transition-code.ts';

/** More clips than any film has. */
const MOST_CLIPS = 20_000;
/** A thousand hours at 60 frames a second. */
const LONGEST = 216_000_000;
const LOUDEST = Gain.maxValue as number;

/** A clip of an editor's main track: from cut to cut. */
export interface TrackClip {
  readonly kind: 'clip';
  readonly start: Seconds;
  readonly end: Seconds;
  readonly sourceStart: Seconds | undefined;
  readonly clip: string | undefined;
  readonly take: string | undefined;
  readonly asset: string | undefined;
  readonly name: string;
  readonly sound: ReturnedSound | undefined;
}

/** A transition over the cut between the clips around it. */
export interface TrackTransition {
  readonly kind: 'transition';
  readonly start: Seconds;
  readonly end: Seconds;
  readonly name: string;
  /** What this program wrote of it, where it is still there. */
  readonly words: string | undefined;
}

/** Recorders count from an hour on. */
const HOUR: Seconds = { above: 3600n, below: 1n };

/** Where a clip begins in a file of which the cut does not say where it begins itself: nobody knows where that is a timecode. */
export const startInUnknown = (start: Seconds): Seconds | undefined => (isBefore(start, HOUR) ? start : undefined);

/** What is said of a clip whose file the cut does not name. */
export const fileUnknown = (name: string): string => `The file of “${name}” is missing in the cut. The clip begins in its take where it did.`;

export type TrackItem = TrackClip | TrackTransition;

/** What a reader has found, before its times are frames. */
export interface ReturnedTrack {
  readonly name: string;
  readonly project: string | undefined;
  /** In order. */
  readonly items: readonly TrackItem[];
  readonly remarks: readonly string[];
}

interface Piece extends Omit<ReturnedClip, 'transition' | 'start' | 'length' | 'sourceStart'> {
  start: number;
  end: number;
  sourceStart: number | undefined;
  transition: ReturnedClip['transition'];
}

/** The track as the film has it: frames, and clips that overlap by their transitions. */
export function returnedCut({ name, project, items, remarks: said }: ReturnedTrack, rate: FrameRate): Result<ReturnedCut, ReturnFault> {
  const remarks = [...said];
  let inexact = 0;
  const frame = (time: Seconds): number => {
    const found = frameOf(time, rate);
    if (!found.exact) inexact += 1;
    return found.frame;
  };
  const pieces: Piece[] = [];
  const transitions: { readonly after: number; readonly start: number; readonly end: number; readonly item: TrackTransition }[] = [];
  for (const item of items) {
    const [start, end] = [frame(item.start), frame(item.end)];
    if (Math.max(Math.abs(start), Math.abs(end)) > LONGEST) return fail({ reason: 'too-long' });
    if (item.kind === 'transition') transitions.push({ after: pieces.length - 1, start, end, item });
    else if (end <= start) remarks.push(`“${item.name}” is shorter than a frame of this film. It was left out.`);
    else {
      const { clip, take, asset, sound } = item;
      const from = item.sourceStart && frame(item.sourceStart);
      pieces.push({ clip, take, asset, name: item.name, start, end, sourceStart: from === undefined ? undefined : Math.max(0, from), transition: undefined, sound: asLoudAsCanBe(sound, item.name, remarks) });
    }
  }
  if (pieces.length === 0) return fail({ reason: 'no-clips' });
  if (pieces.length > MOST_CLIPS) return fail({ reason: 'too-many', limit: MOST_CLIPS });
  const first = Math.min(0, pieces[0]!.start);
  for (const piece of pieces) [piece.start, piece.end] = [piece.start - first, piece.end - first];
  for (const { after, start, end, item } of transitions) {
    const [a, b] = [pieces[after], pieces[after + 1]];
    if (a && b && a.end === b.start) overlap(a, b, start - first, end - first, item, remarks);
    else if (a && (!b || a.end < b.start) && end - first >= a.end && start - first < a.end) a.transition = { kind: 'fade', frames: Math.min(a.end - (start - first), a.end - a.start), direction: 'out' };
    else remarks.push(`The transition “${item.name || 'without a name'}” leads from black into a clip. It was left out: set a fade in Kinora.`);
  }
  keepApart(pieces);
  if (inexact > 0) remarks.push(`${inexact === 1 ? 'One time does' : `${inexact} times do`} not lie on a frame of this film. The nearest frame was taken.`);
  const clips = pieces.map(({ start, end, ...piece }) => ({ ...piece, start, length: end - start }));
  return ok({ name, project, clips, remarks });
}

function asLoudAsCanBe(sound: ReturnedSound | undefined, name: string, remarks: string[]): ReturnedSound | undefined {
  if (sound === undefined || sound === 'muted' || sound.gain <= LOUDEST) return sound;
  remarks.push(`“${name}” is louder in the file than a clip can be here. It is as loud as it can be.`);
  return { gain: LOUDEST };
}

/** Lengthens two clips into the transition that lies over their cut. */
function overlap(a: Piece, b: Piece, start: number, end: number, item: TrackTransition, remarks: string[]): void {
  const cut = a.end;
  const after = Math.max(0, end - cut);
  const wanted = Math.max(0, cut - start);
  // What lies before the beginning of a file cannot be shown.
  const before = Math.min(wanted, b.sourceStart ?? wanted);
  const frames = before + after;
  if (frames < 1) return;
  const own = item.words === undefined ? undefined : readTransitionWords(item.words, frames);
  const named = own ?? transitionNamed(item.name, frames);
  if (!named) remarks.push(`There is no transition “${item.name}” here. A dissolve stands in its place.`);
  if (before < wanted) remarks.push(`The transition into “${b.name}” was shortened: its file has no more frames before the cut.`);
  a.transition = named && named.kind !== 'fade' ? named : { kind: 'dissolve', frames };
  a.end += after;
  b.start -= before;
  if (b.sourceStart !== undefined) b.sourceStart -= before;
}

/** Each clip keeps a frame of its own between two transitions, and one never begins before the one before it. */
function keepApart(pieces: readonly Piece[]): void {
  let shared = 0;
  pieces.forEach((piece, i) => {
    const before = pieces[i - 1];
    const wanted = before ? Math.max(0, before.end - piece.start) : 0;
    const room = before ? Math.max(0, Math.min(before.end - before.start - shared - 1, piece.end - piece.start - 1)) : 0;
    const less = wanted - Math.min(wanted, room);
    if (less > 0) {
      piece.start += less;
      if (piece.sourceStart !== undefined) piece.sourceStart += less;
      if (before?.transition && before.transition.kind !== 'fade') before.transition = wanted - less > 0 ? { ...before.transition, frames: wanted - less } : undefined;
    }
    shared = wanted - less;
  });
}
