import type { KeyOwner } from '#core/domain/keys/claimed-keys.ts';
import { titleOf } from '#core/domain/keys/commands.ts';
import { keyLine } from '#core/domain/keys/key-words.ts';
import type { KeyRefusal } from '#core/domain/keys/key-refusal.ts';

const OWNERS: Record<KeyOwner, string> = {
  browser: 'belongs to the browser',
  system: 'belongs to the system',
  'screen-reader': 'belongs to screen readers',
  page: 'walks and presses on every page',
};

/** Why a key cannot be had, and what to do. */
export function refusalWords(key: string, refusal: KeyRefusal, apple: boolean): string {
  const said = keyLine(key, apple);
  if (refusal.reason === 'claimed') return `${said} ${OWNERS[refusal.owner]}. Press another key.`;
  if (refusal.reason === 'fixed') return `${said} has a fixed meaning under ${titleOf(refusal.place)}. Press another key.`;
  const others = refusal.others.map(({ name, place }) => `“${name}” (${titleOf(place)})`);
  return `${said} is ${others.join(' and ')}. Use it here and it is taken away there, or keep it there.`;
}
