import { dayOf, readCertificate } from '../http/certificate.ts';
import { hostOf, type Settings } from '../settings/schema.ts';
import type { Finding } from './finding.ts';

const DAY_MS = 24 * 3600_000;
/** Certificates are renewed some weeks before they end; one that is closer was forgotten. */
const SOON_MS = 14 * DAY_MS;

/** Whether other machines can open the studio as browsers want it: over https. Nothing to say where only this machine opens it. */
export function lookAtCertificate(settings: Settings, now = Date.now()): Finding[] {
  const what = 'Certificate for https';
  const read = readCertificate(settings, now);
  if (!read.ok) return [{ what, state: 'broken', found: read.fault, allows: 'Kinora does not start with it.', next: 'Put it right, or start without --tls-cert and --tls-key.' }];
  if (!read.value) {
    if (['127.0.0.1', '::1', 'localhost'].includes(hostOf(settings))) return [];
    return [{
      what,
      state: 'missing',
      found: 'None is named.',
      allows: 'Other machines reach the accelerator, but a studio that they open over http has no WebGPU, no WebCodecs and no files kept in the browser.',
      next: 'Name one with --tls-cert and --tls-key (mkcert makes one for your own network), or open the studio on each machine itself with npm start.',
    }];
  }
  const { names, until } = read.value;
  const found = `For ${names.length > 0 ? names.join(', ') : 'names that stand for many'}, until ${dayOf(new Date(until))}.`;
  const allows = 'The studio and both doors are reached over https and wss.';
  if (until - now < SOON_MS) return [{ what, state: 'works', found, allows, next: 'It ends soon: renew it. Kinora shows the new one without being started again.' }];
  return [{ what, state: 'works', found, allows }];
}
