import { isIP } from 'node:net';
import { hostname } from 'node:os';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Which names the server answers to. A foreign page may make its own name lead to this machine (DNS
 * rebinding), so a name that we do not go by is refused. On every interface bare addresses are
 * answered too: no name leads to them.
 * @param host what --host says, or nothing for this machine only
 */
export function namesFor(host: string | undefined): (name: string) => boolean {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const own = hostname().toLowerCase();
  const names = new Set([...LOOPBACK, ...(host && !isEverywhere ? [bracketed(host.toLowerCase())] : [])]);
  if (isEverywhere) for (const name of [own, `${own}.local`]) names.add(name);
  return (name) => names.has(name) || (isEverywhere && isIP(name.replace(/^\[|\]$/g, '')) !== 0);
}

const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

/**
 * Whether a request comes from a page, or a program, that may speak to us. Without an Origin it is a
 * program or a page of our own that reads.
 */
export function isWelcome(headers: { host: string | undefined; origin: string | undefined }, answersTo: (name: string) => boolean): boolean {
  const host = nameIn(`http://${headers.host ?? ''}`);
  if (host === undefined || !answersTo(host)) return false;
  if (headers.origin === undefined) return true;
  const origin = nameIn(headers.origin);
  return origin !== undefined && answersTo(origin);
}

function nameIn(address: string): string | undefined {
  try {
    const { protocol, hostname: name, username, pathname } = new URL(address);
    const isPlain = /^https?:$/.test(protocol) && username === '' && pathname === '/';
    return isPlain && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
