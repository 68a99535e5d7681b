import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { type GatheredFile, gatherFile } from './gathered-file.ts';

/** Asks by HTTP under `/api/v1`. */
export type Ask = (path: string, init?: RequestInit) => Promise<Result<Response, Fault>>;

/** How often a file that breaks off is gone on with. */
const GOES = 4;

/** Gets a file, goes on where it broke off, and checks it against its name. */
export async function fetchMedia(ask: Ask, media: Sha256, onFraction?: (fraction: number) => void): Promise<Result<Blob, Fault>> {
  let file: GatheredFile | undefined;
  for (let go = 1; ; go += 1) {
    const got = file?.size ?? 0;
    const answer = await ask(`/media/${media}`, got > 0 ? { headers: { Range: `bytes=${got}-` } } : {});
    if (!answer.ok) return answer;
    const { status, body, headers } = answer.value;
    if (status === 404) return fail({ reason: 'media-damaged', facts: {} });
    if (status !== 200 && status !== 206) return fail({ reason: 'accelerator-away', facts: {} });
    const length = Number(headers.get('content-length') ?? 0);
    if (status === 200 || !file) file = await gatherFile(length);
    const total = length > 0 ? file.size + length : 0;
    try {
      for (const reader = body!.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        file.add(value as Uint8Array<ArrayBuffer>);
        if (total > 0) onFraction?.(Math.min(1, file.size / total));
      }
      break;
    } catch {
      if (go === GOES) return fail({ reason: 'accelerator-away', facts: {} });
    }
  }
  const { blob, hash } = await file.done();
  return hash === media ? ok(blob) : fail({ reason: 'media-damaged', facts: {} });
}

/** Sends files under their names. What is not here any more is damaged for whoever needs it. */
export async function sendMedia(ask: Ask, media: readonly Sha256[], bytes: (sha256: Sha256) => Promise<Blob | undefined>): Promise<Result<undefined, Fault>> {
  for (const name of media) {
    const blob = await bytes(name);
    if (!blob) return fail({ reason: 'media-damaged', facts: {} });
    const answer = await ask(`/media/${name}`, { method: 'PUT', body: blob, headers: { 'Content-Type': 'application/octet-stream' } });
    if (!answer.ok) return answer;
    const { status } = answer.value;
    if (status === 413) return fail({ reason: 'file-too-large', facts: { size: blob.size } });
    if (status === 507) return fail({ reason: 'no-room-on-disk', facts: {} });
    if (!answer.value.ok) return fail({ reason: status >= 500 || status === 429 ? 'accelerator-away' : 'media-damaged', facts: {} });
  }
  return ok(undefined);
}
