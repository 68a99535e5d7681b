import { createSHA256 } from 'hash-wasm';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Ask } from './media-exchange.ts';

/** How often a file that breaks off is gone on with while the accelerator answers. */
const GOES = 4;

export interface FetchOptions {
  readonly signal: AbortSignal;
  onFraction(fraction: number): void;
}

/** Writes a file of the accelerator's as it comes, however long, and checks it against its name. Answers its length in bytes. */
export async function fetchToFile(ask: Ask, media: Sha256, handle: FileSystemFileHandle, { signal, onFraction }: FetchOptions): Promise<Result<number, Fault>> {
  const hash = await createSHA256();
  const file = await handle.createWritable();
  let got = 0;
  const left = async (fault: Fault['reason']): Promise<Result<number, Fault>> => {
    await file.abort();
    return fail({ reason: fault, facts: {} });
  };
  for (let go = 1; ; go += 1) {
    const answer = await ask(`/media/${media}`, { signal, ...(got > 0 && { headers: { Range: `bytes=${got}-` } }) });
    if (signal.aborted) return left('cancelled');
    if (!answer.ok) return left(answer.fault.reason);
    const { status, body, headers } = answer.value;
    if (status === 404) return left('media-damaged');
    if ((status !== 200 && status !== 206) || !body) return left('accelerator-away');
    if (status === 200) {
      got = 0;
      hash.init();
      await file.truncate(0);
      await file.seek(0);
    }
    const total = got + Number(headers.get('content-length') ?? 0);
    try {
      for (const reader = body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        hash.update(value);
        await file.write(value as Uint8Array<ArrayBuffer>);
        got += value.length;
        if (total > 0) onFraction(Math.min(1, got / total));
      }
      break;
    } catch (error) {
      if (signal.aborted) return left('cancelled');
      if (error instanceof DOMException && error.name === 'QuotaExceededError') return left('no-room-on-disk');
      if (go === GOES) return left('accelerator-away');
    }
  }
  if (hash.digest('hex') !== media) return left('media-damaged');
  await file.close();
  return ok(got);
}
