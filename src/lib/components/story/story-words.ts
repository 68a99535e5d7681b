import type { ClipRole } from '#core/schema/clip.ts';
import type { Pacing, Story, StorySegment, StoryWriter } from '#core/schema/story.ts';

export const PACINGS: readonly { readonly value: Pacing; readonly label: string }[] = [
  { value: 'slow', label: 'Slow' },
  { value: 'steady', label: 'Steady' },
  { value: 'quick', label: 'Quick' },
];

export const ROLES: readonly { readonly value: ClipRole; readonly label: string }[] = [
  { value: 'hook', label: 'Hook' },
  { value: 'body', label: 'Body' },
  { value: 'call-to-action', label: 'Call to action' },
];

/** Who wrote a story: `Kinora’s storyteller: there and back`, `llama3.2`. */
export const saidWriter = (writer: StoryWriter): string =>
  writer.kind === 'model' ? writer.model : `Kinora’s storyteller: ${writer.structure.replaceAll('-', ' ')}`;

/** A segment's share of its story, in whole percent. */
export function shareOf({ weight }: StorySegment, { segments }: Pick<Story, 'segments'>): number {
  const all = segments.reduce((sum, one) => sum + one.weight, 0);
  return Math.round((100 * weight) / all);
}

/** How long somebody has waited, in milliseconds, as a clock: `0:42`, `3:07`. */
export function saidWait(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
