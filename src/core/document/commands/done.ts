import type { EditRefusal, Noun } from '../../schema/edit-refusal.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Done } from '../project-document.ts';

/** A command's good end. `name` stands behind "Undo": "move clip 3". */
export const done = <Value>(value: Value, name: string, field?: string): { ok: true; value: Done<Value> } =>
  ok({ value, name, field });

export const refuse = (refusal: EditRefusal): { ok: false; fault: EditRefusal } => fail(refusal);

export const notFound = (what: Noun): { ok: false; fault: EditRefusal } => fail({ reason: 'not-found', what });

/** What was looked up, or that it is not there. */
export const found = <Value>(value: Value | undefined, what: Noun): Result<Value, EditRefusal> =>
  value === undefined ? notFound(what) : ok(value);

/** "clip 3", "3 clips". */
export const counted = (what: string, count: number, one: string): string => (count === 1 ? one : `${count} ${what}s`);
