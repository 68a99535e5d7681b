import type { EngineOffer, MissingFile } from '#core/schema/accelerator/offer.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { SystemStats } from './answers.ts';
import { Inventory } from './availability.ts';
import { lookFor, type Offered, offerOf } from './offering.ts';
import type { ComfyServer } from './server.ts';
import type { ReadWorkflow } from './workflow/own-workflows.ts';
import { WAN_MODELS } from './wan/wan-models.ts';

/** A server as it answered when it was last looked at. */
export type Seen = { readonly server: ComfyServer; readonly stats: SystemStats } | { readonly server: ComfyServer; readonly fault: Fault };

export async function see(server: ComfyServer): Promise<Seen> {
  try {
    return { server, stats: await server.client.systemStats() };
  } catch (error) {
    if (error instanceof FaultError) return { server, fault: error.fault };
    throw error;
  }
}

/** `cuda:0 NVIDIA GeForce RTX 4080 : cudaMallocAsync` is a card's name between two things that nobody asks for. */
export const deviceName = ({ devices: [device] }: SystemStats): string =>
  (device?.name ?? device?.type ?? 'unknown').replace(/^[a-z]+:\d+ /, '').replace(/ : \w+$/, '').trim() || 'unknown';

/** The engine by the first server that answers. */
export function describeServers(seen: readonly Seen[]): Pick<EngineOffer, 'version' | 'provider' | 'why'> {
  const here = seen.flatMap((one) => ('stats' in one ? [one] : []));
  const away = seen.flatMap((one) => ('stats' in one ? [] : [one.server.address]));
  const [first] = here;
  if (!first) return { version: 'unknown', provider: 'none', why: `No ComfyUI answers at ${away.join(', ')}.` };
  const found = here.length === 1 ? `ComfyUI answers at ${first.server.address}.` : `${here.length} ComfyUI servers answer.`;
  const lost = away.length > 0 ? ` ${away.join(', ')} ${away.length === 1 ? 'does' : 'do'} not.` : '';
  return { version: first.stats.system.comfyui_version, provider: deviceName(first.stats), why: found + lost };
}

/** What the servers can do together: a model lacks what the server lacks that lacks least. Where none answers, all is offered and nothing is said to be missing. */
export async function offerOfServers(seen: readonly Seen[], workflows: readonly ReadWorkflow[]): Promise<EngineOffer> {
  const inventories = seen.flatMap((one) => ('stats' in one ? [new Inventory(one.server.client)] : []));
  const own = workflows.flatMap(({ own }) => (own ? [{ kind: 'own' as const, own }] : []));
  const all: Offered[] = [...WAN_MODELS.map((model) => ({ kind: 'wan' as const, model })), ...own];
  const models = await Promise.all(all.map(async (offered) => ({ ...offerOf(offered), missing: await leastMissing(inventories, offered) })));
  const [fault] = inventories.length > 0 ? [] : seen.flatMap((one) => ('fault' in one ? [one.fault] : []));
  return { id: 'comfyui', ...describeServers(seen), models, workflows: workflows.map(({ reading }) => reading), ...(fault ? { fault } : { holdsMemory: true }) };
}

async function leastMissing(inventories: readonly Inventory[], offered: Offered): Promise<MissingFile[]> {
  const lists = await Promise.all(
    inventories.map(async (inventory) => {
      try {
        return (await lookFor(inventory, offered)).missing;
      } catch (error) {
        // It went away since it answered: the next look will say so.
        if (error instanceof FaultError) return undefined;
        throw error;
      }
    }),
  );
  return lists.filter((list) => list !== undefined).sort((a, b) => a.length - b.length)[0] ?? [];
}
