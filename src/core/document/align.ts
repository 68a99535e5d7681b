import * as Y from 'yjs';
import type { Entity } from './layout.ts';
import { sameValue } from './same-value.ts';
import { writeText } from './text.ts';

interface AlignOptions {
  /** Fields that stay as they are. */
  readonly but?: readonly string[];
  /** Sets that only gain keys, and lose none. */
  readonly growing?: readonly string[];
}

/** Makes an entity say what another says, by changing only what differs. */
export function align(now: Entity, then: Entity, { but = [], growing = [] }: AlignOptions = {}): void {
  const fields = new Set([...then.keys(), ...now.keys()]);
  for (const field of fields) if (!but.includes(field)) alignField(now, field, then.get(field), growing.includes(field));
}

function alignField(entity: Entity, field: string, then: unknown, grows: boolean): void {
  const now = entity.get(field);
  if (then instanceof Y.Text && now instanceof Y.Text) writeText(now, then.toString());
  else if (then instanceof Y.Map && now instanceof Y.Map) alignSet(now, then, grows);
  else if (then instanceof Y.Text || then instanceof Y.Map) entity.set(field, then.clone());
  else if (then === undefined) {
    // A text or a set that was not there yet was empty.
    if (now instanceof Y.Text) writeText(now, '');
    else if (!(now instanceof Y.Map)) entity.delete(field);
    else if (!grows) now.clear();
  } else if (!sameValue(now, then)) entity.set(field, then);
}

function alignSet(now: Y.Map<unknown>, then: Y.Map<unknown>, grows: boolean): void {
  for (const [key, value] of then.entries()) if (!sameValue(now.get(key), value)) now.set(key, value);
  if (!grows) for (const key of [...now.keys()]) if (!then.has(key)) now.delete(key);
}
