/** A server that speaks OpenAI's protocol for chats. */
export interface Server {
  readonly name: string;
  /** Ends in a slash; `v1/…` stands behind it. */
  readonly base: URL;
}

/** Where servers answer that nobody has set up otherwise: on this machine alone. */
const USUAL = [
  ['Ollama', 'http://127.0.0.1:11434'],
  ['llama.cpp', 'http://127.0.0.1:8080'],
  ['LM Studio', 'http://127.0.0.1:1234'],
] as const;

/** The servers that may be asked: those that a person has set, or the usual places on this machine. */
export function serversOf(addresses: readonly string[]): readonly Server[] {
  if (addresses.length === 0) return USUAL.map(([name, address]) => ({ name, base: baseOf(address) }));
  const bases = new Map(addresses.map((address) => [baseOf(address).href, baseOf(address)]));
  return [...bases.values()].map((base) => ({ name: USUAL.find(([, usual]) => baseOf(usual).port === base.port)?.[0] ?? base.host, base }));
}

/** With or without `/v1` at its end, as both are told in instructions. */
function baseOf(address: string): URL {
  const base = new URL(address);
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}/`;
  return base;
}
