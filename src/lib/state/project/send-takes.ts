import { addToPool } from '#core/document/commands/pool.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { poolItemOfTake } from '#core/domain/pool/pool-item-of-take.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { ProjectList } from './project-list.svelte.ts';

/** What became of takes that were sent to a project, as a sentence; false where nothing did. */
export type Sent = { readonly ok: boolean; readonly said: string };

/** Puts takes into the pool of a project, which need not be open. `name`: what the project is called. */
export async function sendTakes(projects: Pick<ProjectList, 'run'>, id: ProjectId, name: string, takes: readonly Take[]): Promise<Sent> {
  const sent = await projects.run(id, addToPool(takes.map(poolItemOfTake)));
  if (!sent) return { ok: false, said: `${quotedName(name)} could not be opened, so nothing was sent. The takes are where they were.` };
  if (!sent.ok) return { ok: false, said: explainRefusal(sent.fault) };
  return { ok: true, said: saidSent(sent.value.added.length, takes.length, name) };
}

/** `2 takes are in the pool of “Film”; 1 was there already.` */
export function saidSent(added: number, sent: number, name: string): string {
  const there = sent - added;
  if (added === 0) return `${sent === 1 ? 'The take was' : `All ${sent} takes were`} in the pool of ${quotedName(name)} already.`;
  const now = `${added === 1 ? (sent === 1 ? 'The take is' : '1 take is') : `${added} takes are`} in the pool of ${quotedName(name)}`;
  return there === 0 ? `${now}.` : `${now}; ${there} ${there === 1 ? 'was' : 'were'} there already.`;
}
