import * as Y from 'yjs';
import type { EditRefusal } from '../schema/edit-refusal.ts';
import { fail, ok, type Result } from '../schema/result.ts';

/** Whether the bytes are a whole update. Reading it through first keeps a broken one from being applied in part. */
export function inspectUpdate(update: Uint8Array): Result<void, EditRefusal> {
  try {
    Y.decodeUpdate(update);
    return ok(undefined);
  } catch {
    return fail({ reason: 'damaged' });
  }
}
