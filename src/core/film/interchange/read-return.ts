import type { ReturnedCut, ReturnFault } from '../../domain/returned-cut/returned-cut.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { fail, type Result } from '../../schema/result.ts';
import { readFcpxml } from './read-fcpxml.ts';
import { readOtio } from './read-otio.ts';

/** A cut that an editor sent back, of whichever of the formats that are read, told by what is in it. */
export function readReturn(text: string, rate: FrameRate): Result<ReturnedCut, ReturnFault> {
  const start = text.replace(/^\ufeff/, '').trimStart().slice(0, 200);
  if (start === '') return fail({ reason: 'empty' });
  if (start.startsWith('<')) return readFcpxml(text, rate);
  if (start.startsWith('{') || start.startsWith('[')) return readOtio(text, rate);
  if (/^TITLE:/i.test(start)) return fail({ reason: 'other-format', found: 'an edit decision list, which knows too little to bring back' });
  return fail({ reason: 'other-format', found: 'neither XML nor JSON' });
}
