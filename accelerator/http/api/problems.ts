import { explain } from '#core/domain/words/explain.ts';
import type { Problem } from '#core/schema/accelerator/problem.ts';
import type { Fault, FaultReason } from '#core/schema/fault.ts';

/** Every kind of refusal of this door: its status, its title, and what the page about this door says of it. */
export const PROBLEMS = {
  'not-welcome': { status: 403, title: 'Not from here', meaning: 'The request was sent to a name that is not ours, or by a page that is not paired with this accelerator.' },
  'token-missing': { status: 401, title: 'No valid token', meaning: 'No token came along, or it is over, revoked or another origin’s. The studio gets a new one over its proved connection.' },
  'token-in-address': { status: 400, title: 'A token in the address', meaning: 'Addresses end up in logs and histories. The token belongs into the header `Authorization: Bearer`.' },
  'body-unreadable': { status: 400, title: 'Unreadable', meaning: 'The body is not the JSON that it says to be, or it broke off.' },
  'query-invalid': { status: 400, title: 'The address asks for something impossible', meaning: 'A parameter behind the question mark is unknown or not allowed; `pointer` names it.' },
  'body-invalid': { status: 422, title: 'Not as it must be', meaning: 'The body is JSON, but a value in it is unknown, missing or not allowed; `pointer` says which one.' },
  'not-found': { status: 404, title: 'Not there', meaning: 'There is nothing at this address, or nothing of yours.' },
  'method-not-allowed': { status: 405, title: 'Not possible there', meaning: 'The address exists, but does not do that. The header `Allow` says what it does.' },
  conflict: { status: 409, title: 'Not in this state', meaning: 'What is asked does not fit what is already there; `detail` says how.' },
  'media-missing': { status: 409, title: 'Files are missing', meaning: 'The job names files that are not here. Send those under `media` first, then the job again.' },
  'too-large': { status: 413, title: 'Too large', meaning: 'The body has more bytes than this address takes.' },
  'wrong-type': { status: 415, title: 'Another kind of body', meaning: 'JSON needs `Content-Type: application/json`, a file `application/octet-stream`; some addresses take no body.' },
  'range-impossible': { status: 416, title: 'Beyond the end', meaning: 'The file has no such bytes. The header `Content-Range` says how many it has.' },
  fault: { status: 422, title: 'It cannot be done', meaning: 'An expected failure; `fault` has its reason and facts as everywhere in Kinora.' },
  'no-room': { status: 507, title: 'No room', meaning: 'The disk of the accelerator is full.' },
  'too-many': { status: 429, title: 'Too many requests', meaning: 'Wait as long as the header `Retry-After` says, in seconds.' },
  broken: { status: 500, title: 'Our mistake', meaning: 'Something went wrong that nobody expected. The log of the accelerator has it.' },
  'not-now': { status: 503, title: 'Not now', meaning: 'The accelerator is stopping or has its hands full. `Retry-After` says when to try again, in seconds.' },
} as const satisfies Record<string, { status: number; title: string; meaning: string }>;
export type ProblemKind = keyof typeof PROBLEMS;

/** Where the page about this door explains a kind of problem. */
export const DOCS = '/api/v1/docs';

/** A request that is refused: thrown anywhere on its way, answered as `application/problem+json`. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(kind: ProblemKind, detail: string, more: Pick<Problem, 'pointer' | 'fault' | 'media'> = {}, headers: Readonly<Record<string, string>> = {}) {
    super(`${kind}: ${detail}`);
    this.name = 'Refusal';
    const { status, title } = PROBLEMS[kind];
    this.problem = { type: `${DOCS}#${kind}`, title, status, detail, ...more };
    this.headers = headers;
  }

  answer(): Response {
    return new Response(JSON.stringify(this.problem), {
      status: this.problem.status,
      headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...this.headers },
    });
  }
}

const KINDS: Partial<Record<FaultReason, ProblemKind>> = { 'file-too-large': 'too-large', 'no-room-on-disk': 'no-room' };

/** An expected failure as a refusal, in the sentences that a person reads everywhere else. */
export function refusalOf(fault: Fault): Refusal {
  const { happened, next } = explain(fault);
  return new Refusal(KINDS[fault.reason] ?? 'fault', `${happened} ${next}`, { fault });
}
