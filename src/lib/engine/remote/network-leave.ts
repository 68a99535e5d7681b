import type { NetworkLeave } from './ports.ts';

/** How far away a machine is, as browsers see it: each may reach what is as far as itself, or farther. */
type Space = 'loopback' | 'local' | 'public';
const ORDER: readonly Space[] = ['loopback', 'local', 'public'];

/** What the browser will do at a page's first request to an address. Browsers that know no such gate ask nothing. */
export async function networkLeave(address: string, page = globalThis.location?.href): Promise<NetworkLeave> {
  if (page === undefined) return 'not-needed';
  const [from, to] = [spaceOf(page), spaceOf(address)];
  // This machine itself is as good as https to a browser.
  if (page.startsWith('https:') && address.startsWith('http:') && to !== 'loopback') return 'needs-https';
  if (new URL(page).origin === new URL(address).origin || ORDER.indexOf(to) >= ORDER.indexOf(from)) return 'not-needed';
  // The gate had one name for both at first.
  for (const name of [to === 'loopback' ? 'loopback-network' : 'local-network', 'local-network-access']) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      // This browser does not know the name.
    }
  }
  return 'not-needed';
}

function spaceOf(address: string): Space {
  const name = new URL(address).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d+){3}$/.test(name)) return 'loopback';
  const isPrivate = /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))(\.\d+)+$/.test(name) || /^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/.test(name);
  return isPrivate || name.endsWith('.local') || !/[.:]/.test(name) ? 'local' : 'public';
}
