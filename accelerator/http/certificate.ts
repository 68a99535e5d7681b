import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Settings } from '../settings/schema.ts';

/** What the doors show over https. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Names and bare addresses that it is for, in small letters; without those that stand for many (`*.home`). */
  readonly names: readonly string[];
  /** When it ends. Milliseconds since 1970. */
  readonly until: number;
}

/**
 * The certificate that the settings name; undefined where they name none. Fails with a sentence where a browser could not
 * come in with it: a server that starts and is refused by everybody is worse than one that says why it does not.
 */
export function readCertificate({ tlsCert, tlsKey }: Pick<Settings, 'tlsCert' | 'tlsKey'>, now = Date.now()): Result<Certificate | undefined, string> {
  if (tlsCert === undefined && tlsKey === undefined) return ok(undefined);
  if (tlsCert === undefined) return fail('--tls-key needs its certificate: name it with --tls-cert.');
  if (tlsKey === undefined) return fail('--tls-cert needs its private key: name it with --tls-key.');
  const cert = textOf(tlsCert);
  if (!cert.ok) return cert;
  const key = textOf(tlsKey);
  if (!key.ok) return key;
  const read = certificateIn(cert.value, tlsCert);
  if (!read.ok) return read;
  const opened = keyIn(key.value, tlsKey);
  if (!opened.ok) return opened;
  const { validFromDate, validToDate, subjectAltName } = read.value;
  if (!read.value.checkPrivateKey(opened.value)) return fail(`The key ${tlsKey} does not belong to the certificate ${tlsCert}.`);
  if (now >= validToDate.getTime()) return fail(`The certificate ${tlsCert} ended on ${dayOf(validToDate)}: browsers refuse it. Renew it, or start without --tls-cert and --tls-key.`);
  if (now < validFromDate.getTime()) return fail(`The certificate ${tlsCert} begins on ${dayOf(validFromDate)}: until then browsers refuse it. Look whether the clock of this machine is right.`);
  try {
    createSecureContext({ cert: cert.value, key: key.value });
  } catch (error) {
    return fail(`The certificate ${tlsCert} cannot be used: ${(error as Error).message}.`);
  }
  return ok({ cert: cert.value, key: key.value, names: namesIn(subjectAltName), until: validToDate.getTime() });
}

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function textOf(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${message}.`);
  }
}

function certificateIn(text: string, file: string): Result<X509Certificate, string> {
  try {
    return ok(new X509Certificate(text));
  } catch {
    return fail(`${file} holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----.`);
  }
}

function keyIn(text: string, file: string): Result<KeyObject, string> {
  try {
    return ok(createPrivateKey(text));
  } catch (error) {
    if (/ENCRYPTED/.test(text) || (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE') {
      return fail(`The key ${file} is locked with a passphrase, and nobody is there to type it. Write it without one: openssl pkey -in ${file} -out open-key.pem`);
    }
    return fail(`${file} holds no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----.`);
  }
}

/** The names as OpenSSL writes them: `DNS:gpu.home, IP Address:192.168.0.7`. One that is quoted is none that a browser asks for. */
function namesIn(text = ''): string[] {
  return text.split(', ').flatMap((part) => {
    const [, kind, name = ''] = /^(DNS|IP Address):(.+)$/.exec(part) ?? [];
    if (kind === 'IP Address') return isIP(name) === 0 ? [] : [new URL(`http://${isIP(name) === 6 ? `[${name}]` : name}`).hostname.replace(/^\[|\]$/g, '')];
    return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(name) ? [name.toLowerCase()] : [];
  });
}
