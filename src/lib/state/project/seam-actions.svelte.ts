import { editClip } from '#core/document/commands/clip.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { NO_GRADE } from '#core/domain/measure/grade-frame.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Grade } from '#core/schema/grade.ts';
import { randomSeed } from '../create/form-fields.svelte.ts';
import type { Lanes } from '../engines/lanes.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { BatchMaker } from './batch-maker.ts';
import type { Editor } from './board-actions.ts';
import type { Seam, Seams } from './seams.svelte.ts';
import type { TimelineClip } from './timeline.svelte.ts';

interface Parts {
  readonly editor: Editor;
  readonly seams: Pick<Seams, 'match' | 'look'>;
  readonly batches: Pick<BatchMaker, 'make'>;
  readonly lanes: Pick<Lanes, 'forClips' | 'chooseForFilm'>;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
}

/** What a person does about a cut. Each says what it did. */
export class SeamActions {
  /** The clip whose colours are being matched, or that is being sent to the queue. */
  #busy = $state.raw<string | null>(null);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  isBusy({ key }: TimelineClip): boolean {
    return this.#busy === key;
  }

  /** Brings the later clip's colours to those of the earlier one. */
  match({ before, after }: Seam): Promise<void> {
    return this.#while(after, async () => {
      const { seams, shell } = this.#parts;
      const grade = await seams.match(after);
      if (!grade.ok) return void shell.toast('bad', explainInLine(grade.fault));
      if (isNone(grade.value)) return this.#nearest(after);
      const said = `Clip ${after.slate} has its colours matched to clip ${before.slate} now.`;
      if (this.#set(after, grade.value)) shell.announce(said);
    });
  }

  /** Shows the clip in its takes' own colours again. */
  takeOff(cell: TimelineClip): void {
    if (this.#set(cell, null)) this.#parts.shell.announce(`Clip ${cell.slate} has its own colours again.`);
  }

  /** Sends one more take of a clip to the queue, with what the model begins with. */
  reroll(cell: TimelineClip): Promise<void> {
    return this.#while(cell, async () => {
      const { batches, editor, lanes, shell } = this.#parts;
      const { forClips: facts } = lanes;
      if (!facts) return;
      const { steps, guidance } = facts.defaults;
      try {
        const settings = { steps, guidance, takes: 1, seeds: 'each', seed: randomSeed() } as const;
        const { jobs, refused } = await batches.make(editor.film, [cell.clip.id], settings, facts, (workload) => lanes.chooseForFilm(workload));
        if (jobs > 0) shell.toast('good', `A new take of clip ${cell.slate} is in the queue. It will lie among the clip’s takes.`);
        for (const { fault } of refused) shell.toast('bad', explainInLine(fault));
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        shell.toast('bad', explainInLine(error.fault));
      }
    });
  }

  #nearest(cell: TimelineClip): void {
    this.#parts.shell.announce(`The takes’ own colours are as near as they get. Clip ${cell.slate} needs no match.`);
    if (cell.clip.grade !== null) this.#set(cell, null);
  }

  #set(cell: TimelineClip, grade: Grade | null): boolean {
    const result = this.#parts.editor.run(editClip(cell.clip.id, { grade }));
    if (!result.ok) this.#parts.shell.toast('warn', explainRefusal(result.fault));
    return result.ok;
  }

  async #while({ key }: TimelineClip, work: () => Promise<void>): Promise<void> {
    if (this.#busy !== null) return;
    this.#busy = key;
    try {
      await work();
    } finally {
      this.#busy = null;
    }
  }
}

const isNone = ({ gain, lift }: Grade): boolean => gain.every((one, i) => one === NO_GRADE.gain[i]) && lift.every((one, i) => one === NO_GRADE.lift[i]);
