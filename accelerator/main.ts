/** `npm start`: serves the studio on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { hasScreen, openBrowser } from './http/open-browser.ts';

const PORT = 4717;
const SITE = fileURLToPath(new URL('../build', import.meta.url));
const USAGE = `Usage: npm start -- [options]

  --port N     the port, ${PORT} by default; when it is taken, the next free one
  --host NAME  the address to listen on, this machine only by default; 0.0.0.0 for the whole network
  --no-open    open no browser`;

process.exitCode = await main();

/** Answers the exit code once the server listens; the process then lives until it is told to end. */
async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (!existsSync(`${SITE}/index.html`)) {
    console.error('The studio is not built. `npm start` builds and starts it.');
    return 1;
  }
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  const { host } = options;
  const app = createApp({ site: SITE, version, log: pino(), ...(host === undefined ? {} : { host }) });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  let port: number;
  try {
    port = await listen(server, options.port, host ?? '127.0.0.1');
  } catch (error) {
    console.error(`Kinora cannot listen on port ${options.port}: ${(error as Error).message}. Choose another with --port or --host.`);
    return 1;
  }
  announce(options, port);
  closeOnSignal(server);
  return 0;
}

interface Options {
  readonly port: number;
  readonly host: string | undefined;
  readonly opens: boolean;
  readonly help: boolean;
}

/** The options, or a sentence about what is wrong with them. */
function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        port: { type: 'string', default: String(PORT) },
        host: { type: 'string' },
        open: { type: 'boolean', default: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
    if (!(port <= 65_535)) return `--port cannot be ${values.port}. Allowed: whole numbers from 0 to 65535.`;
    return { port, host: values.host, opens: values.open, help: values.help };
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}.\n\n${USAGE}`;
  }
}

function announce({ port: wanted, host, opens }: Options, port: number): void {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const address = `http://${host === undefined || isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
  if (wanted !== 0 && port !== wanted) console.log(`Port ${wanted} is taken, so Kinora uses ${port}.`);
  console.log(`Kinora is at ${address}`);
  if (isEverywhere) console.log('Every machine in your network can open it under the address of this one.');
  if (opens && hasScreen(process.env, process.platform, process.stdout.isTTY)) openBrowser(address);
}

function closeOnSignal(server: Server): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      server.close();
      // Browsers keep connections open for later; nothing is lost by closing them.
      server.closeAllConnections();
    });
  }
}
