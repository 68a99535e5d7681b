import { z } from 'zod';

/**
 * What is remembered of the store outside of it, in two places that are cleared by different hands: so
 * that a store that has vanished is not taken for one that never was.
 */
export const Witness = z.object({
  /** The identity of the store; not in the cookie, which travels to the host of the page. */
  store: z.uuid().optional(),
  /** How many takes it held, those in the bin included. */
  takes: z.int().nonnegative(),
  /** How many projects, likewise; 0 where it was not noted yet. */
  projects: z.int().nonnegative(),
  /** When that was, in milliseconds since 1970. */
  at: z.int().nonnegative(),
});
export type Witness = z.infer<typeof Witness>;

const NAME = 'kinora-witness';
/** The longest that browsers keep a cookie. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;

/** What is remembered, the newer of the two, of two alike the one that names the store; undefined where nothing is, or where the browser refuses. */
export function readWitness(): Witness | undefined {
  const found = [inLocalStorage(), inCookie()].filter((witness) => witness !== undefined);
  return found.sort((a, b) => b.at - a.at || Number(b.store !== undefined) - Number(a.store !== undefined))[0];
}

/** Remembers; a place that the browser refuses is passed over. */
export function writeWitness({ store, takes, projects, at }: Witness): void {
  attempt(() => localStorage.setItem(NAME, [takes, at, store, projects].join('.')));
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  attempt(() => (document.cookie = `${NAME}=${takes}.${at}..${projects}; Max-Age=${COOKIE_SECONDS}; SameSite=Strict; Path=/${secure}`));
}

const inLocalStorage = () => attempt(() => parse(localStorage.getItem(NAME)));

const inCookie = () =>
  attempt(() => parse(document.cookie.split('; ').find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1)));

function parse(words: string | null | undefined): Witness | undefined {
  const [takes, at, store, projects = 0] = words?.split('.') ?? [];
  return Witness.safeParse({ takes: Number(takes), projects: Number(projects), at: Number(at), ...(store && { store }) }).data;
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
