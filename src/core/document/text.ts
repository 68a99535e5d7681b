import type * as Y from 'yjs';

/** The text as any reader will have it: a lone surrogate is no character, and UTF-8 cannot carry it. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/**
 * Makes a shared text say `wanted` by replacing only the part that differs, so that what someone else
 * types elsewhere in it stays. Never parts a surrogate pair.
 */
export function writeText(shared: Y.Text, wanted: string): void {
  const now = shared.toString();
  const next = wellFormed(wanted);
  if (now === next) return;
  const shorter = Math.min(now.length, next.length);
  let head = 0;
  while (head < shorter && now.charCodeAt(head) === next.charCodeAt(head)) head++;
  if (isInsidePair(now, head) || isInsidePair(next, head)) head--;
  let tail = 0;
  while (tail < shorter - head && now.charCodeAt(now.length - 1 - tail) === next.charCodeAt(next.length - 1 - tail)) tail++;
  if (isInsidePair(now, now.length - tail) || isInsidePair(next, next.length - tail)) tail--;
  const removed = now.length - tail - head;
  if (removed > 0) shared.delete(head, removed);
  const added = next.slice(head, next.length - tail);
  if (added !== '') shared.insert(head, added);
}

const isInsidePair = (text: string, at: number): boolean =>
  at > 0 && at < text.length && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
