import { randomUUID } from 'node:crypto';
import { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { MemoryAcceleratorStore } from '#lib/storage/accelerator-store.ts';
import type { DaemonProcess } from './daemon-process.ts';

/** The studio's end of the line as one tab has it, in Node. */
export const openLink = (): Promise<RemoteLink> =>
  RemoteLink.open({ store: new MemoryAcceleratorStore(), scope: randomUUID(), hold: (_name, work, closed) => work(closed), random: () => 0 });

/** A line to an accelerator that shows a code at its start. */
export async function pairedLink(daemon: DaemonProcess): Promise<RemoteLink> {
  const link = await openLink();
  const paired = await link.pair(await daemon.address(), await daemon.code(), 'Measuring');
  if (!paired.ok) throw new Error(JSON.stringify(paired.fault));
  while (link.state.kind !== 'connected') await new Promise((resolve) => setTimeout(resolve, 10));
  return link;
}
