import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryAcceleratorStore } from '#lib/storage/accelerator-store.ts';
import { openDoor, type OpenDoor } from '../../../../tests/fixtures/accelerator/open-door.ts';
import { LinkOnDemand } from './link-on-demand.ts';
import type { LinkState } from './ports.ts';

let door: OpenDoor;
let store: MemoryAcceleratorStore;
let scope: string;
let links: LinkOnDemand[];

beforeEach(async () => {
  door = await openDoor();
  store = new MemoryAcceleratorStore();
  scope = `link-${crypto.randomUUID()}`;
  links = [];
});
afterEach(async () => {
  for (const link of links) link.dispose();
  await door.remove();
});

/** A tab. `loaded`: whether what holds a line was loaded in it; the first tab of a test that has it holds it. */
async function tab({ isFirst = true } = {}) {
  const told: LinkState['kind'][] = [];
  const seen = { loaded: false, told };
  const link = await LinkOnDemand.open({
    ...{ store, scope, random: () => 0 },
    async hold(_name, work, closed) {
      seen.loaded = true;
      if (isFirst) await work(closed);
    },
  });
  links.push(link);
  link.subscribe((event) => event.kind === 'state' && told.push(event.state.kind));
  return Object.assign(seen, { link });
}

async function pair({ link }: { link: LinkOnDemand }): Promise<void> {
  const offer = await door.pairing.offer();
  if (!offer.ok) throw new Error('locked');
  const paired = await link.pair(door.address, offer.value.code, 'Firefox on Linux');
  expect(paired.ok).toBe(true);
}

it('holds no line in a browser that has no accelerator', async () => {
  const alone = await tab();
  await new Promise((resolve) => setTimeout(resolve, 50));
  alone.link.look();
  expect(alone.link.state).toEqual({ kind: 'unpaired' });
  expect(alone.link.paired).toBeUndefined();
  expect(alone.loaded).toBe(false);
});

it('connects where a person pairs, and in the other tabs that are open', async () => {
  const [first, second] = [await tab(), await tab({ isFirst: false })];
  await pair(first);
  await expect.poll(() => [first.link.state.kind, second.link.state.kind], { timeout: 15_000 }).toEqual(['connected', 'connected']);
  expect(second.link.paired?.address).toBe(door.address);
  expect(first.told.at(-1)).toBe('connected');
  expect(second.told.at(-1)).toBe('connected');
});

it('begins to connect at once where an accelerator is kept, and says so before it has', async () => {
  await pair(await tab());
  for (const link of links.splice(0)) link.dispose();
  const later = await tab();
  expect(later.link.state.kind).toBe('connecting');
  expect(later.link.paired?.address).toBe(door.address);
  await expect.poll(() => later.link.state.kind, { timeout: 15_000 }).toBe('connected');
});

it('says of a wrong code what the line says', async () => {
  const alone = await tab();
  await door.pairing.offer();
  expect(await alone.link.pair(door.address, 'AAAA-AAAA', 'x')).toMatchObject({ ok: false, fault: { reason: 'wrong-code' } });
  expect(alone.link.state).toEqual({ kind: 'unpaired' });
});
