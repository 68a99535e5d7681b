/** How many at once, and how many come back each second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Askers that are remembered at most; the one that was quiet longest is forgotten first. */
const MOST = 10_000;

/** A bucket of tokens for each asker (token bucket): every request takes one, and they come back with time. */
export class Buckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  /** Tokens left and when that was counted, in milliseconds; those who asked last stand last. */
  readonly #left = new Map<string, { tokens: number; at: number }>();

  /** @param now milliseconds on a clock that never goes back */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
  }

  get size(): number {
    return this.#left.size;
  }

  /** Takes one; answers 0, or after how many whole seconds there is one again. */
  take(asker: string): number {
    const { burst, perSecond } = this.#rate;
    const at = this.#now();
    const known = this.#left.get(asker);
    const tokens = known ? Math.min(burst, known.tokens + ((at - known.at) / 1000) * perSecond) : burst;
    const isGiven = tokens >= 1;
    this.#left.delete(asker);
    this.#left.set(asker, { tokens: isGiven ? tokens - 1 : tokens, at });
    const [quietest] = this.#left.keys();
    if (this.#left.size > MOST && quietest !== undefined) this.#left.delete(quietest);
    return isGiven ? 0 : Math.ceil((1 - tokens) / perSecond);
  }
}

/** Who an address counts as: one household has a whole /64 of IPv6. */
export function askerAt(address: string | undefined): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address ?? '')?.[1];
  if (mapped !== undefined) return mapped;
  if (!address?.includes(':')) return address ?? 'nowhere';
  const [before = '', after] = (address.split('%')[0] ?? '').split('::');
  const groups = before === '' ? [] : before.split(':');
  const missing = after === undefined ? 0 : 8 - groups.length - (after === '' ? 0 : after.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0'), ...(after ? after.split(':') : [])].slice(0, 4).join(':');
}
