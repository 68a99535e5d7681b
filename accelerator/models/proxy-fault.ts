import { isIP } from 'node:net';

interface NetError extends Error {
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

/** The proxies that are asked: the one of the settings, else those that the environment names, as undici reads them. */
export function proxiesOf(given: string | undefined, environment: Readonly<Record<string, string | undefined>>): readonly URL[] {
  const named = given === undefined ? ['http_proxy', 'https_proxy'].map((name) => environment[name] ?? environment[name.toUpperCase()]) : [given];
  return named.flatMap((address) => URL.parse(address ?? '') ?? []);
}

/** What went wrong at a proxy, in words that name it; undefined where the failure is not of a proxy. Its name and password are never said. */
export function proxyFault(error: unknown, proxies: readonly URL[]): Error | undefined {
  if (!(error instanceof Error) || proxies.length === 0) return undefined;
  const { message, code, hostname, address, port } = error as NetError;
  const status = /^Proxy response \((\d+)\)/.exec(message)?.[1] ?? /^Proxy Authentication Required \((\d+)\)/.exec(message)?.[1];
  if (status !== undefined) return new Error(`The proxy (${said(proxies)}) answers ${status} and passes nothing on`, { cause: error });
  const isTimeout = code === 'UND_ERR_CONNECT_TIMEOUT';
  const dead = proxies.find((proxy) => hostname === proxy.hostname || (port === portOf(proxy) && (isIP(proxy.hostname) === 0 || address === proxy.hostname)) || (isTimeout && message.includes(`:${portOf(proxy)}`)));
  return dead && new Error(`The proxy (${dead.host}) cannot be reached${code === undefined ? '' : `: ${code}`}`, { cause: error });
}

const said = (proxies: readonly URL[]): string => [...new Set(proxies.map(({ host }) => host))].join(', ');
const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);
