import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';

/** What a person has set about the addresses that this server goes by. */
export interface Addresses {
  /** The address to listen on; this machine only where absent. */
  readonly host?: string | undefined;
  /** Names that this machine goes by for sure: a certificate that somebody gave it says so. In small letters, without a port. */
  readonly certifiedNames?: readonly string[];
  /** Further names of this machine, lower-case and without a port: it stands behind another server there. */
  readonly allowedHosts?: readonly string[];
  /** Origins of studios that are served elsewhere and may ask. */
  readonly allowedOrigins?: readonly string[];
}

/** Which addresses are ours. */
export interface OwnAddresses {
  /** Names that stand for this machine whoever asks. */
  readonly names: ReadonlySet<string>;
  /** Whether bare addresses are answered too: no name leads to them. */
  readonly isEverywhere: boolean;
  readonly furtherNames: ReadonlySet<string>;
  readonly studios: ReadonlySet<string>;
}

/** Where a request goes and comes from, as it says itself. */
export interface Visitor {
  /** The Host header; undefined where it stands there never or twice. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Whether it came over TLS to us ourselves. */
  readonly isSecure: boolean;
  /** The port of ours that it has reached; undefined where nothing has reached one. */
  readonly port: number | undefined;
}

/**
 * Which addresses the server answers to. A foreign page may make its own name lead to this machine (DNS
 * rebinding), so a name that we do not go by is refused.
 */
export function ownAddresses({ host, certifiedNames = [], allowedHosts = [], allowedOrigins = [] }: Addresses): OwnAddresses {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const own = hostname().toLowerCase();
  return {
    names: new Set(['localhost', '127.0.0.1', '[::1]', ...(isEverywhere ? [own, `${own}.local`] : host ? [bracketed(host.toLowerCase())] : []), ...certifiedNames.map(bracketed)]),
    isEverywhere,
    furtherNames: new Set(allowedHosts),
    studios: new Set(allowedOrigins),
  };
}

export function visitorOf({ headers, rawHeaders, socket }: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'socket'>): Visitor {
  return { host: isOnce(rawHeaders, 'host') ? headers.host : undefined, origin: headers.origin, isSecure: isEncrypted(socket), port: socket.localPort };
}

/** An origin of ours that a request without one was sent to. */
export const ownOrigin = ({ host, isSecure }: Visitor): string => `${schemeOf(isSecure)}://${host?.toLowerCase()}`;

/** Whether a header stands in a request exactly once: of two, another server on the way may have read the other. */
export function isOnce(rawHeaders: readonly string[], name: string): boolean {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length === 1;
}

/** Whether a request comes from a page, or a program, that may speak to us. Without an Origin it is a program, or a page of our own that reads. */
export const isWelcome = (visitor: Visitor, ours: OwnAddresses): boolean =>
  isOurHost(visitor, ours) && (visitor.origin === undefined || isOurOrigin(visitor, ours) || ours.studios.has(visitor.origin));

/** Whether it was sent to an address of ours. X-Forwarded-Host and its like count for nothing: anybody can write them. */
export function isOurHost({ host, isSecure, port }: Visitor, ours: OwnAddresses): boolean {
  const asked = placeIn(host?.toLowerCase(), isSecure);
  if (!asked || port === undefined) return false;
  if (ours.furtherNames.has(asked.name)) return true;
  return asked.port === port && (ours.names.has(asked.name) || (ours.isEverywhere && isBareAddress(asked.name)));
}

/** Whether it comes from a page of ours: the same that it asks, or one under another name that always stands for this machine. */
export function isOurOrigin({ host, origin, isSecure, port }: Visitor, ours: OwnAddresses): boolean {
  // Browsers write origins in small letters; whatever else is written there was not written by one.
  const [, scheme, rest] = /^(https?):\/\/(.*)$/.exec(origin ?? '') ?? [];
  const from = placeIn(rest, scheme === 'https');
  if (!from || port === undefined) return false;
  const isSame = rest === host?.toLowerCase();
  if (ours.furtherNames.has(from.name)) return isSame;
  return scheme === schemeOf(isSecure) && from.port === port && (isSame || ours.names.has(from.name));
}

/** A name or bracketed address and its port; nothing where it is written in any other way. */
function placeIn(text: string | undefined, isSecure: boolean): { readonly name: string; readonly port: number } | undefined {
  const [, name, port] = /^(\[[0-9a-f:.]+\]|[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::([1-9]\d{0,4}))?$/.exec(text ?? '') ?? [];
  return name === undefined ? undefined : { name, port: port === undefined ? (isSecure ? 443 : 80) : Number(port) };
}

/** An address that is one machine's: 0.0.0.0 and :: are everybody's. */
function isBareAddress(name: string): boolean {
  const address = name.replace(/^\[|\]$/g, '');
  return isIP(address) === (name.startsWith('[') ? 6 : 4) && !/^[0:.]*$/.test(address);
}

const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

const schemeOf = (isSecure: boolean): 'http' | 'https' => (isSecure ? 'https' : 'http');

const isEncrypted = (socket: Socket): boolean => 'encrypted' in socket && socket.encrypted === true;
