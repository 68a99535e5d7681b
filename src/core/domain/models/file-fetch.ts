import type { Fault } from '../../schema/fault.ts';
import type { Sha256 } from '../../schema/ids.ts';
import { MOST_TRIES } from './fetch-pause.ts';

/** A file on its way: how much of it is here, of which version, and what is being done about the rest. */
export interface FileFetch {
  readonly state: 'planned' | 'fetching' | 'paused' | 'verifying' | 'ready' | 'failed';
  /** Bytes that are here. */
  readonly kept: number;
  /** Bytes in all; undefined until somebody has said. */
  readonly bytes: number | undefined;
  /** What the server called the version that the kept bytes are of. */
  readonly etag: string | undefined;
  /** Tries in a row that brought no byte. */
  readonly tries: number;
  readonly sha256?: Sha256;
  readonly fault?: Fault;
}

export type FetchEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'pause' }
  /** The server answers with bytes from `from` on. From 0 on, what is kept is of no use any more. */
  | { readonly type: 'answered'; readonly from: number; readonly bytes: number | undefined; readonly etag: string | undefined }
  /** What is kept is not of the version that the server has: it begins anew. */
  | { readonly type: 'changed' }
  | { readonly type: 'received'; readonly bytes: number }
  /** The server has said that there is no more. */
  | { readonly type: 'ended' }
  /** The line broke, or the server asked to come back. `gives up`: with this fault, when it has been tried often enough. */
  | { readonly type: 'broke'; readonly fault: Fault }
  /** It will not be had, however often it is tried. */
  | { readonly type: 'refused'; readonly fault: Fault }
  | { readonly type: 'verified'; readonly sha256: Sha256 }
  /** The bytes that are here are not those that there should be: nothing of them stays. */
  | { readonly type: 'spoiled'; readonly fault: Fault };

export const plannedFetch = (kept: number, bytes: number | undefined, etag: string | undefined): FileFetch =>
  ({ state: 'planned', kept, bytes, etag, tries: 0 });

/** What a file becomes; the same file where an event means nothing to it. */
export function moveFetch(file: FileFetch, event: FetchEvent): FileFetch {
  const { state, kept, bytes, etag } = file;
  const plain = { kept, bytes, etag, tries: 0 };
  switch (event.type) {
    case 'begin':
      if (state === 'ready' || state === 'fetching' || state === 'verifying') return file;
      return { ...plain, state: bytes !== undefined && kept === bytes ? 'verifying' : 'fetching' };
    case 'pause':
      return state === 'planned' || state === 'fetching' ? { ...plain, state: 'paused' } : file;
    case 'spoiled':
      return state === 'planned' || state === 'paused' ? file : { ...plain, state: 'failed', kept: 0, etag: undefined, fault: event.fault };
    case 'refused':
      return state === 'fetching' ? { ...plain, state: 'failed', fault: event.fault } : file;
    case 'verified':
      return state === 'verifying' ? { ...plain, state: 'ready', bytes: kept, sha256: event.sha256 } : file;
    default:
      return state === 'fetching' ? moveFetching(file, event) : file;
  }
}

function moveFetching(file: FileFetch, event: Extract<FetchEvent, { type: 'answered' | 'changed' | 'received' | 'ended' | 'broke' }>): FileFetch {
  const { kept, bytes, tries } = file;
  switch (event.type) {
    case 'answered':
      return { ...file, kept: event.from === kept ? kept : 0, bytes: bytes ?? event.bytes, etag: event.etag };
    case 'changed':
      return { ...file, kept: 0, etag: undefined, tries: tries + 1 };
    case 'received': {
      const now = kept + event.bytes;
      if (bytes !== undefined && now > bytes) return { ...file, state: 'failed', kept: 0, etag: undefined, tries: 0, fault: wrongLength(bytes, now) };
      return { ...file, kept: now, tries: event.bytes > 0 ? 0 : tries };
    }
    case 'ended':
      if (bytes === undefined ? kept > 0 : kept === bytes) return { ...file, state: 'verifying', tries: 0 };
      return moveFetching(file, { type: 'broke', fault: wrongLength(bytes ?? 1, kept) });
    case 'broke':
      return tries + 1 >= MOST_TRIES ? { ...file, state: 'failed', tries: 0, fault: event.fault } : { ...file, tries: tries + 1 };
  }
}

const wrongLength = (expected: number, found: number): Fault => ({ reason: 'model-file-truncated', facts: { expected, found } });
