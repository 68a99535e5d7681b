import type { Server } from 'node:http';
import { createServer as createSecureServer, Server as SecureServer } from 'node:https';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from 'pino';
import { WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import { ShelfAssist } from '../assist/shelf-assist.ts';
import { createApp } from '../http/app.ts';
import type { Certificate } from '../http/certificate.ts';
import { followCertificate } from '../http/follow-certificate.ts';
import { listen } from '../http/listen.ts';
import { Metrics } from '../http/metrics.ts';
import { isWelcome, ownAddresses, visitorOf } from '../http/visitors.ts';
import { openDesk } from '../jobs/open-desk.ts';
import { LocalLanguage } from '../language/local-language.ts';
import { EveryLanguage, ShelfLanguage } from '../language/shelf-language.ts';
import { gpuSources } from '../machine/gpu-sources.ts';
import { ReadingStore } from '../machine/reading-store.ts';
import { Watch } from '../machine/watch.ts';
import { DiskShelf } from '../media/disk-shelf.ts';
import { openIdentity } from '../pairing/keys.ts';
import { PairedClients } from '../pairing/paired-clients.ts';
import { PairingDesk } from '../pairing/pairing-desk.ts';
import { PairingFile } from '../pairing/pairing-file.ts';
import type { Clients, Pairing } from '../pairing/ports.ts';
import { ShortLivedTokens } from '../pairing/short-lived-tokens.ts';
import { hostOf, type Settings } from '../settings/schema.ts';
import { SocketDoor } from '../socket/door.ts';
import { openEngines } from './engines.ts';
import { FolderShelf } from '../models/folder-shelf.ts';
import { openModelDesk } from './models.ts';
import { OfferBoard } from './offer-board.ts';

export interface DaemonOptions {
  readonly settings: Settings;
  /** With one, both doors are reached over TLS alone. */
  readonly certificate?: Certificate | undefined;
  /** The data folder, held by this process. */
  readonly data: string;
  /** The folder of the built studio. */
  readonly site: string;
  readonly version: string;
  readonly log: Logger;
}

/** Whoever begins to speak TLS and does not go on is let go of after this. Milliseconds. */
const HANDSHAKE_MS = 10_000;

/** The whole accelerator: the studio's files and the two doors, on one port. */
export interface Daemon {
  readonly port: number;
  readonly pairing: Pairing;
  readonly clients: Clients;
  /** Takes nothing more, lets go of what runs and closes. */
  close(): Promise<void>;
}

/** Opens everything and listens. Throws FaultError where the data cannot be used, and what `listen` throws. */
export async function openDaemon({ settings, certificate, data, site, version, log }: DaemonOptions): Promise<Daemon> {
  const undo: (() => unknown)[] = [];
  const opened = <Part>(part: Part, close: (part: Part) => unknown): Part => {
    undo.push(() => close(part));
    return part;
  };
  let isStopping = false;
  const close = async () => {
    isStopping = true;
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const now = () => Date.now();
    const readings = opened(new ReadingStore(path.join(data, 'machine.db')), (store) => store.close());
    const { historyDays } = settings;
    const machine = opened(new Watch({ folder: data, sources: gpuSources(process.platform), kept: readings, historyDays, log }), (watch) => watch.close());
    const shelf = await DiskShelf.open(path.join(data, 'media'));
    const engines = opened(openEngines({ settings, data, scratch: path.join(data, 'sd-cli'), films: path.join(data, 'films'), frames: path.join(data, 'frames'), media: shelf, machine, version, log }), (all) => Promise.all(Object.values(all).map((engine) => engine.dispose())));
    const concurrency = { onnx: settings.onnxJobs, comfyui: settings.comfyuiJobs * Math.max(1, settings.comfyui.length), sdcpp: settings.sdcppJobs };
    const file = path.join(data, 'kinora.db');
    const desk = opened(openDesk({ file, shelf, engines, concurrency, log, meter: () => machine.meter() }), (each) => each.close());
    const offers = opened(new OfferBoard(Object.values(engines), concurrency, log), (board) => board.close());

    const kept = new PairingFile(path.join(data, 'pairing.json'), (aside) => log.error({ aside }, 'the list of paired clients was damaged and put aside: pair them again'));
    const clients = new PairedClients(kept, now);
    const pairing = new PairingDesk(kept, clients, now);
    const tokens = new ShortLivedTokens(clients, now);
    clients.onRevoked((id) => void desk.drop(id).catch((error: unknown) => log.error({ err: error }, 'the jobs of a revoked client could not be dropped')));

    const { models, hub } = opened(openModelDesk({ settings, data, log }), (each) => each.close());

    const { allowedHosts, allowedOrigins } = settings;
    const addresses = { host: hostOf(settings), certifiedNames: certificate?.names ?? [], allowedHosts, allowedOrigins };
    const ours = ownAddresses(addresses);
    const identity = openIdentity(path.join(data, 'key.pem'));
    const sockets = new SocketDoor({
      identity, clients, pairing, program: version, desk, tokens, machine, offers, models, log,
      welcomes: (request) => isWelcome(visitorOf(request), ours),
    });
    const metrics = opened(new Metrics({ desk, machine, version }), (each) => each.close());
    const language = new EveryLanguage(new LocalLanguage({ addresses: settings.languageServers, log }), new ShelfLanguage(new FolderShelf(path.join(data, 'models')), log));
    const assist = opened(new ShelfAssist({ shelf: new FolderShelf(path.join(data, 'models')), scratch: path.join(data, 'assist'), provider: () => engines.onnx.provider(), log }), (each) => each.close());
    const api = {
      desk, shelf, language, assist, models, hub, engines: Object.values(engines), machine, clients, tokens, metrics,
      protocol: WIRE_VERSION,
      canPair: () => pairing.current !== undefined,
      isStopping: () => isStopping,
    };
    const app = createApp({ site, version, log, ...addresses, api });
    const secure = certificate && { createServer: createSecureServer, serverOptions: { cert: certificate.cert, key: certificate.key, handshakeTimeout: HANDSHAKE_MS } };
    const server = createAdaptorServer({ fetch: app.fetch, ...secure }) as Server;
    sockets.attach(server);
    const port = await listen(server, settings.port, addresses.host);
    if (certificate && server instanceof SecureServer) undo.push(followCertificate({ server, files: settings, shown: certificate, log }));
    // The doors first: nothing comes in while the rest is closed.
    undo.push(async () => {
      server.close();
      await sockets.close();
      server.closeAllConnections();
    });
    models.resume();
    return { port, pairing, clients, close };
  } catch (error) {
    await close();
    throw error;
  }
}
