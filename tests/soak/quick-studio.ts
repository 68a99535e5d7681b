import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { listen } from '../../accelerator/http/listen.ts';
import { createSiteApp } from '../../accelerator/http/site-app.ts';
import { ROOT } from '../run-node.ts';

/**
 * The built studio, served as people get it, but for its model: a tiny one of the same kind, which
 * makes a clip in a moment. A copy, so that a build in between changes nothing under way.
 */
export class QuickStudio {
  readonly #server: Server;
  readonly #folder: string;
  readonly url: string;

  private constructor(server: Server, folder: string, port: number) {
    this.#server = server;
    this.#folder = folder;
    this.url = `http://localhost:${port}`;
  }

  /** `site`: the folder of the built studio. */
  static async open(port: number, site = path.join(ROOT, 'build')): Promise<QuickStudio> {
    const folder = await mkdtemp(path.join(tmpdir(), 'kinora-site-'));
    await cp(site, folder, { recursive: true });
    const model = path.join(folder, 'models/kinora-mini');
    await rm(model, { recursive: true });
    await cp(path.join(ROOT, 'tests/fixtures/tiny-model'), model, { recursive: true });
    const server = createAdaptorServer({ fetch: createSiteApp({ site: folder, version: '0', log: pino({ level: 'silent' }) }).fetch }) as Server;
    await listen(server, port, '127.0.0.1');
    return new QuickStudio(server, folder, (server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }
}
