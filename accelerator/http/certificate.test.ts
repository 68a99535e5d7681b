import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someCertificate } from '../../tests/fixtures/some-certificate.ts';
import { lookAtCertificate } from '../doctor/look-at-certificate.ts';
import { Settings } from '../settings/schema.ts';
import { readCertificate } from './certificate.ts';

const DAY_MS = 24 * 3600_000;
const folder = mkdtempSync(path.join(tmpdir(), 'kinora-tls-'));
const file = (name: string, text: string | Buffer) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
let cert: string;
let key: string;
let other: string;
beforeAll(() => {
  ({ cert, key } = someCertificate(folder, { names: ['DNS:Localhost', 'DNS:*.home', 'DNS:gpu.home', 'IP:192.168.0.7', 'IP:fd00::7'] }));
  other = someCertificate(folder, { name: 'other' }).key;
});
afterAll(() => rmSync(folder, { recursive: true }));

const refusal = (tlsCert: string | undefined, tlsKey: string | undefined, now?: number): string => {
  const read = readCertificate({ tlsCert, tlsKey }, now);
  return read.ok ? 'taken' : read.fault;
};

describe('a certificate', () => {
  it('is taken with its key, and says what it is for', () => {
    const read = readCertificate({ tlsCert: cert, tlsKey: key });
    expect(read).toMatchObject({ ok: true, value: { names: ['localhost', 'gpu.home', '192.168.0.7', 'fd00::7'], cert: readFileSync(cert, 'utf8') } });
    expect(readCertificate({})).toEqual({ ok: true, value: undefined });
  });

  it('is refused by what is wrong with it', () => {
    expect(refusal(cert, undefined)).toContain('needs its private key');
    expect(refusal(undefined, key)).toContain('needs its certificate');
    expect(refusal('/nowhere/cert.pem', key)).toBe('There is no file /nowhere/cert.pem.');
    expect(refusal(cert, folder)).toMatch(/ cannot be read: EISDIR/);
    expect(refusal(key, cert)).toContain('holds no certificate in PEM');
    expect(refusal(file('empty.pem', ''), key)).toContain('holds no certificate in PEM');
    expect(refusal(file('noise.pem', Buffer.alloc(5000, 7)), key)).toContain('holds no certificate in PEM');
    expect(refusal(cert, cert)).toContain('holds no private key in PEM');
    expect(refusal(cert, other)).toBe(`The key ${other} does not belong to the certificate ${cert}.`);
    expect(refusal(cert, key, Date.now() + 31 * DAY_MS)).toMatch(/ ended on \d{4}-\d\d-\d\d: browsers refuse it\. Renew it/);
    expect(refusal(cert, key, Date.now() - DAY_MS)).toMatch(/ begins on \d{4}-\d\d-\d\d/);
  });

  it('with a locked key says how the key is opened', () => {
    const locked = path.join(folder, 'locked.pem');
    execFileSync('openssl', ['pkey', '-in', key, '-aes256', '-passout', 'pass:secret', '-out', locked], { stdio: 'pipe' });
    expect(refusal(cert, locked)).toContain('is locked with a passphrase');
  });

  it('in a binary form is refused where TLS would not read it', () => {
    const binary = path.join(folder, 'cert.der');
    execFileSync('openssl', ['x509', '-in', cert, '-outform', 'der', '-out', binary], { stdio: 'pipe' });
    expect(refusal(binary, key)).toContain('holds no certificate in PEM');
  });

  it('is what the doctor looks at, where other machines come in', () => {
    const look = (settings: object, now?: number) => lookAtCertificate(Settings.parse(settings), now);
    expect(look({})).toEqual([]);
    expect(look({ lan: true })).toMatchObject([{ state: 'missing', next: expect.stringContaining('--tls-cert') as string }]);
    expect(look({ tlsCert: cert, tlsKey: key })).toMatchObject([{ state: 'works', found: expect.stringMatching(/^For localhost, gpu\.home, 192\.168\.0\.7, fd00::7, until \d/) as string }]);
    expect(look({ tlsCert: cert, tlsKey: key })[0]).not.toHaveProperty('next');
    expect(look({ tlsCert: cert, tlsKey: key }, Date.now() + 20 * DAY_MS)).toMatchObject([{ state: 'works', next: expect.stringContaining('renew') as string }]);
    expect(look({ tlsCert: cert, tlsKey: other })).toMatchObject([{ state: 'broken' }]);
  });
});
