import type { Refused } from '#core/schema/accelerator/socket.ts';
import type { Declined } from '#core/schema/accelerator/socket.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { MeetingFailure } from './meeting.ts';
import type { PairRefusal } from './ports.ts';

/** Why a person must do something before the accelerator can be reached; undefined where waiting may help. */
export function lastingFault(failure: MeetingFailure, address: string): Fault | undefined {
  if (failure.kind === 'false') return { reason: 'accelerator-other-key', facts: { address } };
  return failure.kind === 'refused' ? faultOf(failure.refused) : undefined;
}

export function faultOf({ reason, program }: Refused): Fault | undefined {
  const facts = program === undefined ? {} : { version: program };
  switch (reason) {
    // It finds this studio too old: to the studio it is too new.
    case 'too-old':
      return { reason: 'accelerator-too-new', facts };
    case 'too-new':
      return { reason: 'accelerator-too-old', facts };
    case 'not-paired':
      return { reason: 'accelerator-refused', facts: {} };
    case 'revoked':
      return { reason: 'accelerator-refused', facts: { detail: 'Somebody has removed this browser from those that are paired with it.' } };
    case 'wrong-key':
      return { reason: 'accelerator-refused', facts: { detail: 'It did not recognise the key of this browser.' } };
    default:
      return undefined;
  }
}

export function pairRefusal(failure: MeetingFailure, address: string): PairRefusal {
  if (failure.kind === 'false') return { reason: 'false-accelerator' };
  if (failure.kind === 'refused') {
    const { reason, triesLeft = 0, waitMs = 0 } = failure.refused;
    if (reason === 'wrong-code') return { reason, triesLeft };
    if (reason === 'locked') return { reason, waitMs };
    if (reason === 'no-code' || reason === 'busy') return { reason };
    const fault = faultOf(failure.refused);
    if (fault) return { reason: 'fault', fault };
  }
  return { reason: 'fault', fault: { reason: 'accelerator-away', facts: { address } } };
}

/** What a job meets whose order is declined. */
export function declinedFault(why: Declined): Fault {
  switch (why.reason) {
    case 'fault':
      return why.fault;
    case 'unknown-dependency':
      return { reason: 'dependency-failed', facts: {} };
    case 'media-missing':
      return { reason: 'media-damaged', facts: {} };
    case 'other-order':
      return { reason: 'engine-refused', facts: { engine: 'The accelerator', detail: 'It has another job under this id.' } };
  }
}
