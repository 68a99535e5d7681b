import type { LinkState } from '#lib/engine/remote/ports.ts';

/** How the studio stands with its accelerator, in a word or two. */
export const STANDING: Record<LinkState['kind'], string> = {
  unpaired: 'Not paired',
  connecting: 'Connecting',
  connected: 'Connected',
  away: 'Away',
  refused: 'Needs you',
};
