import type { Take } from '../../schema/take.ts';
import { isOwnWords } from './described-take.ts';

/** A take without what the studio finds out about it by itself, at any time: two that are alike otherwise are the same. */
export function asMade({ measures: _measures, sound: _sound, description, ...made }: Take): Omit<Take, 'measures' | 'sound'> {
  return description && isOwnWords({ description }) ? { ...made, description } : made;
}
