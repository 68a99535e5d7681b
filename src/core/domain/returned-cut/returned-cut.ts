import type { Transition } from '../../schema/transition.ts';

/** What an editor did with the sound of a clip's own video: how loud it is, 1 as it is, or that it is left out. */
export type ReturnedSound = { readonly gain: number } | 'muted';

/** A clip as an editor sent it back. Frames of the film. */
export interface ReturnedClip {
  /** Its own ids, where the editor kept them. */
  readonly clip: string | undefined;
  readonly take: string | undefined;
  /** The hash of its file, or the first letters of it; undefined where nothing says. */
  readonly asset: string | undefined;
  readonly name: string;
  readonly start: number;
  readonly length: number;
  /** Where in its file it begins; undefined where it has none. */
  readonly sourceStart: number | undefined;
  /** Into the next one, as the editor has it; undefined where the editor has none. */
  readonly transition: Exclude<Transition, { kind: 'cut' }> | undefined;
  /** Undefined where the file says nothing of it, or there is none. */
  readonly sound: ReturnedSound | undefined;
}

/** The cut of a film as an editor sent it back. */
export interface ReturnedCut {
  readonly name: string;
  /** The project that it was made from, where the file says. */
  readonly project: string | undefined;
  /** In order; each begins no earlier than the one before it. */
  readonly clips: readonly ReturnedClip[];
  /** What of the file has no place here: whole sentences. */
  readonly remarks: readonly string[];
}

/** Why a file is no cut that can be brought back. */
export type ReturnFault =
  | { readonly reason: 'too-large'; readonly limit: number }
  | { readonly reason: 'empty' }
  | { readonly reason: 'not-xml' | 'not-json'; readonly line?: number | undefined }
  /** It defines words that stand for others, which can fill any memory. */
  | { readonly reason: 'entities' }
  | { readonly reason: 'too-deep' }
  | { readonly reason: 'other-format'; readonly found: string }
  | { readonly reason: 'other-version'; readonly found: string }
  | { readonly reason: 'no-timeline' }
  | { readonly reason: 'no-clips' }
  | { readonly reason: 'too-many'; readonly limit: number }
  | { readonly reason: 'bad-time'; readonly found: string; readonly where: string }
  | { readonly reason: 'too-long' };
