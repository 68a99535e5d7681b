import { z } from 'zod';

/**
 * What is remembered of the store outside of it, in two places that are cleared by different hands: so
 * that a store that has vanished is not taken for one that never was.
 */
export const Witness = z.object({
  /** The identity of the store. */
  store: z.uuid(),
  /** How many takes it held, those in the bin included. */
  takes: z.int().nonnegative(),
  /** When that was, in milliseconds since 1970. */
  at: z.int().nonnegative(),
});
export type Witness = z.infer<typeof Witness>;

const NAME = 'kinora-witness';
/** The longest that browsers keep a cookie. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;

/** What is remembered, the newer of the two; undefined where nothing is, or where the browser refuses. */
export function readWitness(): Witness | undefined {
  const found = [inLocalStorage(), inCookie()].filter((witness) => witness !== undefined);
  return found.sort((a, b) => b.at - a.at)[0];
}

/** Remembers; a place that the browser refuses is passed over. */
export function writeWitness({ store, takes, at }: Witness): void {
  const words = [store, takes, at].join('.');
  attempt(() => localStorage.setItem(NAME, words));
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  attempt(() => (document.cookie = `${NAME}=${words}; Max-Age=${COOKIE_SECONDS}; SameSite=Strict; Path=/${secure}`));
}

const inLocalStorage = () => attempt(() => parse(localStorage.getItem(NAME)));

const inCookie = () =>
  attempt(() => parse(document.cookie.split('; ').find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1)));

function parse(words: string | null | undefined): Witness | undefined {
  const [store, takes, at] = words?.split('.') ?? [];
  return Witness.safeParse({ store, takes: Number(takes), at: Number(at) }).data;
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
