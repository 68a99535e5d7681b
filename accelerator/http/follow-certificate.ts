import type { Server } from 'node:https';
import type { Logger } from 'pino';
import type { Settings } from '../settings/schema.ts';
import { type Certificate, dayOf, readCertificate } from './certificate.ts';

/** How often its files are read again: what tells of changes knows neither the links that certbot turns nor shares. Milliseconds. */
const LOOK_MS = 30_000;

export interface FollowParts {
  readonly server: Pick<Server, 'setSecureContext'>;
  readonly files: Pick<Settings, 'tlsCert' | 'tlsKey'>;
  /** The one that is shown now. */
  readonly shown: Certificate;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly lookMs?: number;
}

/** Shows a certificate that was renewed to whoever comes from then on; lines that stand go on. Answers how to stop. */
export function followCertificate({ server, files, shown, log, lookMs = LOOK_MS }: FollowParts): () => void {
  let now = shown;
  let lastFault: string | undefined;
  const look = () => {
    const read = readCertificate(files);
    const fault = read.ok ? undefined : read.fault;
    // Of two files that are written one after the other, the first does not belong to the second yet: the next look has both.
    if (fault !== undefined && fault !== lastFault) log.warn({ why: fault }, 'the certificate cannot be used as it is now: the one from before is still shown');
    lastFault = fault;
    if (!read.ok || !read.value || (read.value.cert === now.cert && read.value.key === now.key)) return;
    now = read.value;
    const { cert, key, names, until } = now;
    server.setSecureContext({ cert, key });
    log.info({ until: dayOf(new Date(until)) }, 'a renewed certificate is shown from now on');
    const added = names.filter((name) => !shown.names.includes(name));
    if (added.length > 0) log.warn({ names: added }, 'the certificate is for further names: Kinora answers to them after its next start');
  };
  const timer = setInterval(look, lookMs).unref();
  return () => clearInterval(timer);
}
