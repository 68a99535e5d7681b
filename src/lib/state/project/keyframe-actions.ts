import { addKeyframe, editKeyframe, inheritKeyframe, setStill, useKeyframe } from '#core/document/commands/keyframe.ts';
import type { Command } from '#core/document/project-document.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { planKeyframe } from '#core/domain/film-run/plan-keyframe.ts';
import type { FilmFacts, PlannedWork } from '#core/domain/film-run/planned-work.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { Assets } from '../store/assets.svelte.ts';
import type { QueueActions } from '../queue/queue-actions.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { FilmRun } from './film-run.svelte.ts';
import { keepStill } from './keep-still.ts';
import type { Slot } from './keyframes.svelte.ts';

interface Parts {
  readonly project: { readonly film: Project; run<Value>(command: Command<Value>): Result<Value, EditRefusal> };
  readonly run: FilmRun;
  readonly assets: Pick<Assets, 'put'>;
  readonly queue: QueueActions;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
}

/** What a slot is called: `Clip 1A, first picture`. */
export const slotName = ({ cell, end }: Pick<Slot, 'cell' | 'end'>): string => `Clip ${cell.slate}, ${end} picture`;

/** What a person does with keyframes. Each says what it did; what is refused is said in its sentence. */
export class KeyframeActions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Draws keyframes, each once more where it has takes already: those stay. An inherited one gets one of its own. */
  generate(slots: readonly Slot[]): Promise<void> {
    const { run, shell } = this.#parts;
    return run.send((facts) =>
      slots.flatMap((slot): PlannedWork[] => {
        const planned = this.#planOf(slot, facts);
        if (planned.ok) return [planned.value];
        shell.toast('warn', `${slotName(slot)}: ${explainInLine(planned.fault)}`);
        return [];
      }),
    );
  }

  #planOf(slot: Slot, facts: FilmFacts): Result<PlannedWork, Fault> {
    const { cell, place, end, from, keyframe } = slot;
    const found = { clip: cell.clip, stack: cell.stack, scene: cell.row.scene };
    return planKeyframe(this.#parts.project.film, facts, found, place, end, from ? undefined : keyframe);
  }

  /** Shows a picture file. Resolves with why it cannot be used. */
  async give(slot: Slot, file: Blob, name: string): Promise<Fault | undefined> {
    const kept = await keepStill(this.#parts.assets, file, name);
    if (!kept.ok) return kept.fault;
    const own = ownOf(slot);
    const still = kept.value;
    this.#do(own ? setStill(own.id, still) : addKeyframe(slot.cell.id, slot.end, { still }), `${slotName(slot)}: ${name}.`);
    return undefined;
  }

  choose(slot: Slot, take: TakeId, name: string): void {
    const own = ownOf(slot);
    if (own) this.#do(setStill(own.id, { kind: 'take', take }), `${slotName(slot)}: ${name}.`);
  }

  /** The words that it is drawn from, in place of the clip's own. */
  write(slot: Slot, prompt: string): void {
    const own = ownOf(slot);
    this.#do(own ? editKeyframe(own.id, prompt) : addKeyframe(slot.cell.id, slot.end, { prompt }));
  }

  /** Lets the clip start or end on nothing. Its stills are kept with it. */
  clear(slot: Slot): void {
    this.#do(useKeyframe(slot.cell.id, slot.end, null), `${slotName(slot)}: none. Undo brings it back.`);
  }

  inherit(slot: Slot): void {
    this.#do(inheritKeyframe(slot.cell.id), `${slotName(slot)}: as the clip before ends.`);
  }

  retry({ work }: Slot): Promise<void> {
    return this.#parts.queue.retry(work?.failed ?? []);
  }

  cancel({ work }: Slot): Promise<void> {
    return this.#parts.queue.cancel([...(work?.running ? [work.running] : []), ...(work?.waiting ?? [])]);
  }

  #do(command: Command<unknown>, said?: string): void {
    const done: Result<unknown, EditRefusal> = this.#parts.project.run(command);
    if (!done.ok) this.#parts.shell.toast('warn', explainRefusal(done.fault));
    else if (said) this.#parts.shell.announce(said);
  }
}

/** The clip's own still at this end. */
export const ownOf = ({ keyframe, from }: Slot): Slot['keyframe'] => (from ? undefined : keyframe);
