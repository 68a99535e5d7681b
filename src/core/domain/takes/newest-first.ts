import type { Take } from '../../schema/take.ts';

/** Of two that were kept in the same millisecond always the same one comes first. */
export const newestFirst = (a: Take, b: Take): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
