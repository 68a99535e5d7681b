import { FaultError } from '#core/schema/fault.ts';

/** A longer line is none of an accelerator's: half an hour of speech in Base64 has as many letters. */
const LONGEST = 120_000_000;

/** The lines of a stream, as they come; empty ones are left out. Throws FaultError `file-too-large` for a line without end. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const pieces = decoder.decode(value, { stream: !done }).split('\n');
      for (const [at, piece] of pieces.entries()) {
        parts.push(piece);
        length += piece.length;
        if (length > LONGEST) throw new FaultError('file-too-large', { size: length, limit: LONGEST });
        if (at === pieces.length - 1 && !done) break;
        const line = parts.join('');
        [parts, length] = [[], 0];
        if (line !== '') yield line;
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
