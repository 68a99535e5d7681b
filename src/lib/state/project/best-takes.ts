import { type Delivery, showBestTake } from '#core/document/commands/take.ts';
import type { Command } from '#core/document/project-document.ts';
import { findClip } from '#core/domain/timeline/cut.ts';
import { rankTakes } from '#core/domain/measure/rank-takes.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { TakeMeasuring } from '../gallery/take-measuring.svelte.ts';
import { workByClip } from './batch-progress.ts';

interface Parts {
  readonly measuring: Pick<TakeMeasuring, 'look' | 'of'>;
  readonly take: (id: TakeId) => Take | undefined;
  /** Hears why another take is shown now. */
  readonly say: (clip: ClipId, reason: string) => void;
}

interface Settler {
  readonly film: Project;
  settle<Value>(command: Command<Value>): Result<Value, EditRefusal>;
}

/**
 * Shows the best of a clip's takes as soon as all that were asked for are there. What a person picked, be it the first, stays.
 */
export class BestTakes {
  readonly #parts: Parts;
  readonly #clips = new Set<ClipId>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Clips that takes came to just now; looked at once nothing more is on its way to them. */
  async choose(project: Settler, delivered: readonly Delivery[], records: readonly JobRecord[]): Promise<void> {
    for (const { clip, keyframe } of delivered) if (!keyframe) this.#clips.add(clip);
    const work = workByClip(records, project.film.id);
    for (const clip of [...this.#clips]) {
      const { running, waiting } = work.get(clip) ?? {};
      if (running || (waiting?.length ?? 0) > 0) continue;
      this.#clips.delete(clip);
      await this.#chooseOf(project, clip);
    }
  }

  async #chooseOf(project: Settler, id: ClipId): Promise<void> {
    const { measuring, say } = this.#parts;
    const takes = this.#takesOf(project, id);
    if (takes.length < 2) return;
    await measuring.look(takes);
    const measured = takes.flatMap((take) => {
      const measures = measuring.of(take);
      return measures ? [{ take, measures }] : [];
    });
    const [best] = rankTakes(measured);
    const take = best && measured[best.index]!.take;
    if (!take) return;
    const shown = project.settle(showBestTake(id, take.id));
    if (shown.ok && shown.value) say(id, best.reason);
  }

  #takesOf({ film }: Settler, id: ClipId): readonly Take[] {
    return findClip(film, id)?.clip.takes.flatMap((own) => this.#parts.take(own.id) ?? []) ?? [];
  }
}
