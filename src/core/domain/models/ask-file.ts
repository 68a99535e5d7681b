import type { Fault } from '../../schema/fault.ts';
import { LONGEST_ETAG } from '../../schema/kept-model.ts';
import type { FetchEvent, FileFetch } from './file-fetch.ts';
import { retryAfter } from './fetch-pause.ts';

/** What stands in an answer's head. Names of headers are in lower case. */
export interface AnswerHead {
  readonly status: number;
  header(name: string): string | undefined;
}

/** What to do with an answer. */
export type Reading =
  /** Its body goes on where what is kept ends, or begins anew where `event.from` is 0. */
  | { readonly take: true; readonly event: Extract<FetchEvent, { type: 'answered' }> }
  | { readonly take: false; readonly event: Extract<FetchEvent, { type: 'changed' | 'broke' | 'refused' | 'ended' | 'spoiled' }>; readonly wish?: number };

/**
 * The headers with which the rest of a file is asked for. A part is only gone on with when it is of the same version:
 * the server is told to send all of it otherwise. `canAskIfRange` is false where a page may not send that header to
 * strangers: then the answer's own version is compared.
 */
export function askFor({ kept, etag }: FileFetch, canAskIfRange = true): Record<string, string> {
  if (kept === 0) return {};
  return { Range: `bytes=${kept}-`, ...(canAskIfRange && isStrong(etag) && { 'If-Range': etag }) };
}

/** What an answer means for a file. `file`: its name, for the sentence of a fault. `now`: milliseconds since 1970. */
export function readAnswer(fetch: FileFetch, head: AnswerHead, file: string, now: number): Reading {
  const { status } = head;
  const said = head.header('etag');
  const etag = said !== undefined && said.length <= LONGEST_ETAG ? said : undefined;
  const refused = (fault: Fault): Reading => ({ take: false, event: { type: 'refused', fault } });
  if (status === 200) {
    const bytes = lengthIn(head);
    if (isOther(bytes, fetch.bytes)) return { take: false, event: { type: 'spoiled', fault: wrongLength(file, fetch.bytes!, bytes!) } };
    return { take: true, event: { type: 'answered', from: 0, bytes, etag } };
  }
  if (status === 206) {
    const [, from, bytes] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(head.header('content-range') ?? '') ?? [];
    if (Number(from) !== fetch.kept || !isSameVersion(fetch.etag, etag)) return { take: false, event: { type: 'changed' } };
    const length = bytes === '*' || bytes === undefined ? undefined : Number(bytes);
    if (isOther(length, fetch.bytes)) return { take: false, event: { type: 'spoiled', fault: wrongLength(file, fetch.bytes!, length!) } };
    return { take: true, event: { type: 'answered', from: fetch.kept, bytes: length, etag: etag ?? fetch.etag } };
  }
  if (status === 416) return { take: false, event: { type: fetch.bytes !== undefined && fetch.kept === fetch.bytes ? 'ended' : 'changed' } };
  if (status === 401 || status === 403) return refused({ reason: 'model-not-allowed', facts: { file } });
  if (status === 404 || status === 410) return refused({ reason: 'model-file-missing', facts: { file } });
  const fault: Fault = { reason: 'model-hub-away', facts: { file, status } };
  if (status !== 408 && status !== 425 && status !== 429 && status < 500) return refused(fault);
  const wish = retryAfter(head.header('retry-after'), now);
  return { take: false, event: { type: 'broke', fault }, ...(wish !== undefined && { wish }) };
}

/** Bytes of a whole file, by the head of its answer; undefined where it does not say, or says it of packed bytes. */
function lengthIn(head: AnswerHead): number | undefined {
  const length = head.header('content-length');
  return length !== undefined && /^\d{1,15}$/.test(length) && head.header('content-encoding') === undefined ? Number(length) : undefined;
}

const isStrong = (etag: string | undefined): etag is string => etag !== undefined && /^"[^"]*"$/.test(etag);
const isOther = (said: number | undefined, known: number | undefined): boolean => said !== undefined && known !== undefined && said !== known;
/** A version that nobody named may be the same one: the hash of the whole decides then. */
const isSameVersion = (kept: string | undefined, now: string | undefined): boolean => kept === undefined || now === undefined || kept === now;
const wrongLength = (file: string, expected: number, found: number): Fault => ({ reason: 'model-file-truncated', facts: { file, expected, found } });
