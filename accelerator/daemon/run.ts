import path from 'node:path';
import { FaultError } from '#core/schema/fault.ts';
import { explain } from '#core/domain/words/explain.ts';
import { pairingFragment } from '#core/domain/pairing/fragment.ts';
import { readCertificate } from '../http/certificate.ts';
import { hasScreen, openBrowser } from '../http/open-browser.ts';
import { isPretty, openLog } from '../log/open-log.ts';
import type { Configuration } from '../settings/read.ts';
import { hostOf } from '../settings/schema.ts';
import { localAddress, networkAddresses, type Place, placeWords } from './announce.ts';
import { type Daemon, openDaemon } from './daemon.ts';
import { holdFolder } from './data-folder.ts';
import { showCodes, terminalDesk } from './show-codes.ts';
import { endOnSignal } from './stop.ts';

export interface RunOptions {
  readonly configuration: Configuration;
  readonly site: string;
  readonly version: string;
  /** Whether this is the machine with the card, which shows codes, and not the one where a person sits. */
  readonly serves: boolean;
}

/** Runs the accelerator. Answers a sentence where it cannot begin; the process then lives until it is told to end. */
export async function run({ configuration, site, version, serves }: RunOptions): Promise<string | undefined> {
  const { settings, data, switches } = configuration;
  const certificate = readCertificate(settings);
  if (!certificate.ok) return certificate.fault;
  const folder = holdFolder(data);
  if (!folder.ok) return folder.fault;
  const isTerminal = process.stdout.isTTY === true;
  const { log, close: closeLog } = await openLog({ ...settings, folder: path.join(data, 'logs'), out: process.stdout, isTerminal });
  const host = hostOf(settings);
  let daemon: Daemon;
  try {
    daemon = await openDaemon({ settings, certificate: certificate.value, data, site, version, log });
  } catch (error) {
    await closeLog();
    folder.value.release();
    return whyNot(error, settings.port);
  }
  const place: Place = { host, port: daemon.port, certified: certificate.value?.names };
  const address = localAddress(place);
  folder.value.tell(address);
  for (const words of placeWords(settings.port, place)) {
    if (isPretty(settings, isTerminal)) process.stdout.write(`${words}\n`);
    else log.info(words);
  }
  if (!serves && isTerminal && process.stdin.isTTY) process.stdout.write('To pair one more browser with it, press Enter here: it shows a code.\n');
  const opens = !serves && switches.open !== false && hasScreen(process.env, process.platform, isTerminal);
  if (opens) await openPaired(daemon, address);
  const asksNow = switches.pair ?? (serves && daemon.clients.list().length === 0);
  const stopCodes = showCodes(daemon.pairing, networkAddresses(place)[0] ?? address, terminalDesk(), asksNow);
  endOnSignal(async () => {
    stopCodes();
    await daemon.close();
    log.info('ended');
    await closeLog();
    folder.value.release();
  }, log);
  return undefined;
}

/** Opens the studio with a code that only a browser on this machine can use, and only once. */
async function openPaired(daemon: Daemon, address: string): Promise<void> {
  const offer = await daemon.pairing.offer('once-for-this-machine');
  openBrowser(offer.ok ? `${address}/${pairingFragment(offer.value.code)}` : address);
}

function whyNot(error: unknown, port: number): string {
  if (error instanceof FaultError) {
    const { title, happened, next } = explain(error.fault);
    return `${title}. ${happened} ${next}`;
  }
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === 'listen' || syscall === 'getaddrinfo') return `Kinora cannot listen on port ${port}: ${message}. Choose another with --port or --host.`;
  throw error;
}
