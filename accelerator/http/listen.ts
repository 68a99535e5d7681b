import type { Server } from 'node:http';

/** How many ports after the wanted one are tried. */
const TRIES = 20;

/**
 * Listens on the wanted port or the next free one, and answers which it is.
 * @param host the address to listen on
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  for (let attempt = port; ; attempt += 1) {
    try {
      await listenOn(server, attempt, host);
      return attempt === 0 ? portOf(server) : attempt;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || attempt >= Math.min(port + TRIES, 65_535)) throw error;
    }
  }
}

function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
