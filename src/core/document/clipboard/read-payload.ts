import { z } from 'zod';
import { CLIPBOARD_VERSION, ClipboardPayload } from '../../schema/clipboard.ts';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import { fail, ok, type Result } from '../../schema/result.ts';

/** What any version of Kinora copies begins with. */
const AnyVersion = z.object({ kinora: z.literal('copy'), version: z.int() });

/** What was copied, from the text on the clipboard. Anything else there is refused. */
export function readPayload(text: string): Result<ClipboardPayload, EditRefusal> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail({ reason: 'payload-unreadable' });
  }
  const any = AnyVersion.safeParse(json);
  if (!any.success) return fail({ reason: 'payload-unreadable' });
  const { version } = any.data;
  if (version > CLIPBOARD_VERSION) return fail({ reason: 'payload-newer', found: version, known: CLIPBOARD_VERSION });
  const payload = ClipboardPayload.safeParse(json);
  return payload.success ? ok(payload.data) : fail({ reason: 'payload-unreadable' });
}
