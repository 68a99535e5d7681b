import { readCode } from '#core/domain/pairing/code.ts';
import { SOCKET_PATH } from '#core/schema/accelerator/socket.ts';
import { FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorStore, KeptAccelerator } from '#lib/storage/accelerator-store.ts';
import { readAddress, socketAddress } from './address.ts';
import { makeKeys } from './browser-keys.ts';
import { meetWithCode } from './meeting.ts';
import { networkLeave } from './network-leave.ts';
import type { PairRefusal } from './ports.ts';
import { pairRefusal } from './refusals.ts';
import { Wire } from './wire.ts';

/** What a person has typed, and what the accelerator is to list this browser as. */
export interface Typed {
  readonly address: string;
  readonly code: string;
  readonly name: string;
}

/** Pairs this browser with the accelerator at an address; what is known of it then is kept. */
export async function pairWith(store: AcceleratorStore, typed: Typed, signal: AbortSignal): Promise<Result<KeptAccelerator, PairRefusal>> {
  const address = readAddress(typed.address);
  if (address === undefined) return fail({ reason: 'no-address' });
  const code = readCode(typed.code);
  if (code === undefined) return fail({ reason: 'no-such-code' });
  const away: PairRefusal = { reason: 'fault', fault: { reason: 'accelerator-away', facts: { address } } };
  // By HTTP first: that is what makes a browser ask whether this page may reach the machine.
  if (!(await isThere(address, signal))) return fail(await whyKept(address) ?? away);
  const wire = await Wire.open(socketAddress(address, SOCKET_PATH), signal);
  if (!wire) return fail(await whyKept(address) ?? away);
  try {
    const met = await meetWithCode(wire, await store.keys(makeKeys), code, typed.name, signal);
    if (!met.ok) return fail(pairRefusal(met.fault, address));
    const { key, words } = met.value;
    const kept: KeptAccelerator = { schema: 1, address, name: new URL(address).hostname, key, words, pairedAt: Date.now() };
    await store.write(kept);
    return ok(kept);
  } catch (error) {
    // The store has no room, or a newer version has it.
    if (!(error instanceof FaultError)) throw error;
    return fail({ reason: 'fault', fault: error.fault });
  } finally {
    wire.close();
  }
}

/** Why the browser itself may have kept this page from an address. */
async function whyKept(address: string): Promise<PairRefusal | undefined> {
  const leave = await networkLeave(address);
  if (leave === 'needs-https') return { reason: 'needs-https' };
  return leave === 'denied' ? { reason: 'network-denied' } : undefined;
}

async function isThere(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(`${address}/api/v1/health`, { cache: 'no-store', credentials: 'omit', redirect: 'error', signal })).ok;
  } catch {
    return false;
  }
}
