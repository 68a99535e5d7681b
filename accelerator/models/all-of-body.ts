import type { Readable } from 'node:stream';

/** What waits to be taken, at most; then the line is paused. Bytes. */
const MOST_WAITING = 2 ** 20;

/**
 * Everything that a body brings, also what came just before its line broke: a stream of Node's that breaks throws away
 * what nobody has taken yet. Listens from now on; throws what broke it, after the last byte.
 */
export function allOf(body: Readable): AsyncIterable<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let bytes = 0;
  let end: { error?: unknown } | undefined;
  let wake: () => void = () => undefined;
  const stop = (reason: { error?: unknown }) => {
    end ??= reason;
    wake();
  };
  body.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_WAITING) body.pause();
    wake();
  });
  body.on('end', () => stop({}));
  body.on('error', (error) => stop({ error }));
  body.on('close', () => stop({ error: new Error('The line broke') }));

  return (async function* () {
    try {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk) {
          bytes -= chunk.length;
          if (bytes < MOST_WAITING / 2) body.resume();
          yield chunk;
        } else if (end) {
          if (end.error !== undefined) throw end.error;
          return;
        } else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      body.destroy();
    }
  })();
}
