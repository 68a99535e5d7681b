import type { ClipContent } from '../../schema/clip.ts';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import { fail, ok, type Result } from '../../schema/result.ts';

type Footage = Pick<ClipContent, 'length' | 'gap' | 'sourceStart'>;

export interface TrimOptions {
  /** Whether what comes after moves along; else its place is kept and black fills what was taken away. */
  readonly ripple: boolean;
  /** The selected take's length in frames at the project's rate; absent while there is none. */
  readonly source?: number | undefined;
}

/**
 * A clip whose head is cut by `by` frames, or lengthened where `by` is negative. Without ripple its
 * end stays, so a longer head needs black before it.
 */
export function trimStart(clip: Footage, by: number, { ripple, source }: TrimOptions): Result<Footage, EditRefusal> {
  const most = clip.length - 1;
  const handle = source === undefined ? Infinity : clip.sourceStart;
  if (by > most) return fail({ reason: 'length-invalid', nearest: 1 });
  if (-by > handle) return fail({ reason: 'no-handle', nearest: 0 });
  if (!ripple && -by > clip.gap) return fail({ reason: 'length-invalid', nearest: clip.length + clip.gap });
  return ok({
    length: clip.length - by,
    gap: ripple ? clip.gap : clip.gap + by,
    // Without a take there are no frames to begin earlier in.
    sourceStart: Math.max(0, clip.sourceStart + by),
  });
}

/**
 * A clip whose tail is cut by `by` frames, or lengthened where `by` is negative, and the black after
 * it. `gapAfter`: the frames of black before the next clip; undefined where none follows.
 */
export function trimEnd(
  clip: Footage,
  by: number,
  gapAfter: number | undefined,
  { ripple, source }: TrimOptions,
): Result<{ length: number; gapAfter: number | undefined }, EditRefusal> {
  const length = clip.length - by;
  if (length < 1) return fail({ reason: 'length-invalid', nearest: 1 });
  if (source !== undefined && by < 0 && clip.sourceStart + length > source) {
    return fail({ reason: 'length-invalid', nearest: Math.max(clip.length, source - clip.sourceStart) });
  }
  if (ripple || gapAfter === undefined) return ok({ length, gapAfter });
  if (gapAfter + by < 0) return fail({ reason: 'length-invalid', nearest: clip.length + gapAfter });
  return ok({ length, gapAfter: gapAfter + by });
}

/** A clip that shows its take from `by` frames later on, in the same place and length. */
export function slip(clip: Footage, by: number, source: number | undefined): Result<Footage, EditRefusal> {
  if (source === undefined) return fail({ reason: 'no-take-selected' });
  const sourceStart = clip.sourceStart + by;
  const last = Math.max(0, source - clip.length);
  if (sourceStart < 0) return fail({ reason: 'no-handle', nearest: 0 });
  if (sourceStart > last) return fail({ reason: 'no-handle', nearest: last });
  return ok({ length: clip.length, gap: clip.gap, sourceStart });
}
