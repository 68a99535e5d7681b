import type { Sha256 } from '#core/schema/ids.ts';
import { filesOfLora } from '#core/schema/lora-use.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { Take } from '#core/schema/take.ts';
import type { Snapshot } from './snapshot.ts';

/** The bytes that takes name. Given pictures are named for the record only: a take is whole without them. */
export function mediaOfTake({ media, poster, filmstrip, recipe: { inputs, loras = [] } }: Take): { whole: Sha256[]; given: Sha256[] } {
  return {
    whole: [media.sha256, poster.sha256, filmstrip.sha256],
    given: [inputs.first, inputs.last, inputs.source, ...(inputs.references ?? []), ...loras.flatMap(filesOfLora)].filter((name) => name !== undefined),
  };
}

/** All bytes that records name; true for those without which something cannot be shown or made. */
export function mediaOf({
  takes,
  jobs,
  draft,
  projects,
}: Pick<Snapshot, 'takes' | 'jobs' | 'draft'> & { readonly projects: readonly Pick<ProjectRecord, 'assets'>[] }): ReadonlyMap<Sha256, boolean> {
  const names = new Map<Sha256, boolean>();
  const note = (needed: boolean, ...list: (Sha256 | undefined)[]) => {
    for (const name of list) if (name) names.set(name, needed || (names.get(name) ?? false));
  };
  for (const take of takes) {
    const { whole, given } = mediaOfTake(take);
    note(true, ...whole);
    note(false, ...given);
  }
  for (const { request: { first, last, source, loras = [], references = [] } } of jobs) {
    note(true, first?.rgb, last?.rgb, source);
    note(false, first?.sha256, last?.sha256, ...references, ...loras.flatMap(filesOfLora));
  }
  note(true, draft?.first?.sha256, draft?.last?.sha256);
  note(false, ...(draft?.references ?? []), ...(draft?.loras ?? []).flatMap(filesOfLora));
  // A film is whole without them: a LoRA's file may never have lain here.
  for (const { assets } of projects) note(false, ...assets);
  return names;
}
