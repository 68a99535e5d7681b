import { FadeDirection, Transition, WipeDirection } from '../../schema/transition.ts';

/** Under which name a film's own facts stand in files whose format has no place for them. */
export const OWN_KEY = 'org.kinora';

/** A transition in words that are read back: "dissolve", "wipe left", "push up". */
export const transitionWords = (transition: Transition): string =>
  'direction' in transition ? `${transition.kind} ${transition.direction}` : transition.kind;

/** What the words say; undefined where they are none of ours. */
export function readTransitionWords(words: string, frames: number): Exclude<Transition, { kind: 'cut' }> | undefined {
  const [kind, direction] = words.split(' ');
  const parsed = Transition.safeParse({ kind, frames, ...(direction !== undefined && { direction }) });
  return parsed.success && parsed.data.kind !== 'cut' ? parsed.data : undefined;
}

/** What an editor's name for a transition stands for here; undefined where there is nothing like it. */
export function transitionNamed(name: string, frames: number): Exclude<Transition, { kind: 'cut' }> | undefined {
  const words = name.toLowerCase();
  const direction = WipeDirection.options.find((one) => words.includes(one)) ?? 'left';
  if (words.includes('dissolve') || words === '') return { kind: 'dissolve', frames };
  if (words.includes('wipe')) return { kind: 'wipe', frames, direction };
  if (words.includes('push') || words.includes('slide')) return { kind: 'push', frames, direction };
  return undefined;
}

/** As an editor reads it. */
export function transitionTitle(transition: Transition): string {
  switch (transition.kind) {
    case 'cut':
      return 'Cut';
    case 'dissolve':
      return 'Cross Dissolve';
    case 'wipe':
      return `Wipe ${transition.direction}`;
    case 'push':
      return `Push ${transition.direction}`;
    case 'fade':
      return { [FadeDirection.enum.out]: 'Fade out', [FadeDirection.enum.in]: 'Fade in', [FadeDirection.enum.through]: 'Fade through black' }[transition.direction];
  }
}
