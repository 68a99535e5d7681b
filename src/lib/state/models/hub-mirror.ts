const KEY = 'kinora.hub-mirror';
const LONGEST = 300;

/** An address as it is asked: without name, password, or what stands behind a question mark; undefined for what is none. */
export function mirrorAddress(typed: string): string | undefined {
  const url = URL.parse(typed.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash || url.href.length > LONGEST) return undefined;
  return url.href.replace(/\/+$/, '');
}

/** The mirror that this browser asks instead of the hub; undefined for the hub itself. */
export function readMirror(): string | undefined {
  try {
    return mirrorAddress(localStorage.getItem(KEY) ?? '');
  } catch {
    // A browser that keeps nothing has no mirror.
    return undefined;
  }
}

/** Answers whether it is kept. */
export function keepMirror(address: string | undefined): boolean {
  try {
    if (address === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, address);
    return true;
  } catch {
    return false;
  }
}
