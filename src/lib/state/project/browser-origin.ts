import type { Origin } from '#core/document/edit.ts';

/** Where new ids and times come from in a browser. */
export const browserOrigin: Origin = { newId: () => crypto.randomUUID(), now: () => Date.now() };
