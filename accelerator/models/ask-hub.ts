import { lookup as lookUp } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { FileAnswer } from '#core/domain/models/fetch-model.ts';
import { HUB, type HubListing } from '#core/domain/models/hub.ts';
import { listRepository } from '#core/domain/models/list-repository.ts';
import type { HubSource } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import { allOf } from './all-of-body.ts';
import { proxiesOf, proxyFault } from './proxy-fault.ts';
import { isPublic } from './public-address.ts';

const MOST_REDIRECTS = 5;
const MOVED = [301, 302, 303, 307, 308];
/** A line on which nothing comes for so long has broken. Milliseconds. */
const STALL_MS = 30_000;

export interface HubOptions {
  /** The address of the hub, or of a mirror of it. */
  readonly hub?: string;
  /** Who asks, as it is at each question. It goes to the hub alone, never on to where the hub sends us. */
  readonly token?: string | undefined | (() => string | undefined);
  /** Whom to ask through, instead of the proxies that the environment names. */
  readonly proxy?: string;
  readonly stallMs?: number;
}

/**
 * The hub over HTTP, through the proxy of the settings or those that the environment names. The hub's own address may be anywhere, as a
 * person named it; whatever else an answer or an address leads to has to be on the open internet.
 */
export class AskHub {
  readonly #hub: URL;
  readonly #token: () => string | undefined;
  readonly #agent: Dispatcher;
  readonly #proxies: readonly URL[];
  readonly #stallMs: number;
  /** Hosts that a person has named. */
  readonly #named = new Set<string>();

  constructor({ hub = HUB, token, proxy, stallMs = STALL_MS }: HubOptions = {}) {
    this.#hub = new URL(hub);
    this.#token = typeof token === 'function' ? token : () => token;
    this.#stallMs = stallMs;
    this.#proxies = proxiesOf(proxy, process.env);
    this.#named.add(this.#hub.hostname);
    const lookup: LookupFunction = (host, options, done) => {
      lookUp(host, { ...options, all: true }, (error, addresses) => {
        const open = this.#named.has(host) ? addresses : addresses?.filter(({ address }) => isPublic(address));
        if (error) return done(error, '');
        if (!open || open.length < addresses.length || !open[0]) return done(Object.assign(new Error(`${host} is no address of the internet`), { code: CLOSED }), '');
        if (options.all) return done(null, open);
        return done(null, open[0].address, open[0].family);
      });
    };
    this.#agent = new EnvHttpProxyAgent({ ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy }), connect: { lookup, timeout: stallMs } });
  }

  /** Lets an address be asked that a person has named, wherever it is. */
  name(url: string): void {
    this.#named.add(new URL(url).hostname);
  }

  list(source: HubSource, signal: AbortSignal): Promise<HubListing> {
    return listRepository((url) => this.ask(url, {}, signal), source, this.#hub.href);
  }

  async ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FileAnswer> {
    let at = new URL(url);
    for (let redirects = 0; ; redirects += 1) {
      this.#mustBeAllowed(at);
      const token = at.origin === this.#hub.origin ? this.#token() : undefined;
      const answer = await request(at.href, {
        dispatcher: this.#agent,
        // Said with each request, as what asks a proxy has limits of its own.
        headersTimeout: this.#stallMs,
        bodyTimeout: this.#stallMs,
        signal,
        headers: { ...headers, 'Accept-Encoding': 'identity', 'User-Agent': 'kinora', ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
      }).catch((error: unknown) => {
        if (codeOf(error) === CLOSED) throw notAllowed(at);
        throw proxyFault(error, this.#proxies) ?? error;
      });
      const { statusCode: status, body } = answer;
      // Whoever leaves before the end need not hear of it.
      body.on('error', () => undefined);
      const header = (name: string): string | undefined => {
        const value = answer.headers[name];
        return Array.isArray(value) ? value[0] : value;
      };
      const location = MOVED.includes(status) ? header('location') : undefined;
      if (location === undefined) return { status, header, body: allOf(body), leave: () => void body.destroy() };
      body.destroy();
      if (redirects === MOST_REDIRECTS) throw new FaultError('model-hub-away', { file: url, detail: 'It is sent from one address to another without an end' });
      const next = URL.parse(location, at.href);
      if (!next) throw new FaultError('model-hub-away', { file: url, detail: 'It is sent to what is no address' });
      if (at.protocol === 'https:' && next.protocol !== 'https:') throw notAllowed(next);
      at = next;
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #mustBeAllowed({ protocol, hostname, username, password, host }: URL): void {
    const plain = hostname.replace(/^\[|\]$/g, '');
    const isElsewhere = isIP(plain) !== 0 && !isPublic(plain) && !this.#named.has(hostname);
    const isLocalName = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(hostname) && !this.#named.has(hostname);
    if (!/^https?:$/.test(protocol) || username !== '' || password !== '' || isElsewhere || isLocalName) {
      throw new FaultError('address-not-allowed', { address: host, allowed: 'the hub, and addresses of the internet' });
    }
  }
}

const CLOSED = 'KINORA_CLOSED';
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const notAllowed = ({ host }: URL): FaultError => new FaultError('address-not-allowed', { address: host, allowed: 'the hub, and addresses of the internet' });
