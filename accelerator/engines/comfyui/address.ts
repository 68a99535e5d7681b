import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { FaultError } from '#core/schema/fault.ts';
import { engineFault } from './faults.ts';

/** Where ComfyUI answers when nobody has set it up otherwise. */
export const DEFAULT_ADDRESS = 'http://127.0.0.1:8188';

const near = new BlockList();
near.addSubnet('127.0.0.0', 8);
near.addSubnet('10.0.0.0', 8);
near.addSubnet('172.16.0.0', 12);
near.addSubnet('192.168.0.0', 16);
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/** Whether an IP address is this machine's own or of a private network. */
export function isNear(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && near.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Refuses a server outside: it gets words and pictures, has no login of its own, and a person who mistypes an address
 * would hand them to a stranger. `allowed`: names of hosts that a person has allowed all the same.
 * Throws FaultError `address-not-allowed`, or `engine-away` where the name leads nowhere.
 */
export async function mustBeNear(server: URL, allowed: readonly string[]): Promise<void> {
  const host = server.hostname.replace(/^\[|\]$/g, '');
  if (allowed.includes(server.hostname)) return;
  const addresses = isIP(host) ? [host] : await addressesOf(host);
  if (!addresses.every(isNear)) {
    throw new FaultError('address-not-allowed', { address: server.host, allowed: 'your own network' });
  }
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw engineFault('engine-away', `The name ${host} leads nowhere`);
  }
}
