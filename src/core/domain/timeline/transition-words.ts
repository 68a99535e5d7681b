import type { Transition } from '../../schema/transition.ts';

const FADES = { out: 'Fades out', in: 'The next fades in', through: 'Fades through black' } as const;

/** What a transition does, in words that begin a sentence; nothing for a plain cut. */
export function transitionWords(transition: Transition): string {
  if (transition.kind === 'cut') return '';
  const does = transition.kind === 'fade' ? FADES[transition.direction] : transition.kind === 'wipe' ? `Wipes ${transition.direction}` : transition.kind === 'push' ? `Pushes ${transition.direction}` : 'Dissolves';
  return `${does} over ${transition.frames === 1 ? '1 frame' : `${transition.frames} frames`}`;
}
