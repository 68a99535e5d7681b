import { bringReturn } from '#core/document/commands/bring-return.ts';
import { compareProjects, type Difference } from '#core/document/branch/compare.ts';
import type { Command } from '#core/document/project-document.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { explainReturn } from '#core/domain/returned-cut/explain-return.ts';
import { placeReturn, type ReturnPlan } from '#core/domain/returned-cut/place-return.ts';
import { LARGEST_TEXT } from '#core/film/interchange/read-xml.ts';
import { readReturn } from '#core/film/interchange/read-return.ts';
import type { Project } from '#core/schema/project.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

interface Parts {
  readonly film: () => Project;
  readonly takes: () => readonly Take[];
  readonly run: (command: Command<void>) => Result<void, EditRefusal>;
  /** What the film would be after a change, which is not made. */
  readonly tried: (command: Command<void>) => Project;
  readonly shell: Pick<ShellState, 'announce'>;
}

/** A cut that came back and was read; nothing is changed before it is confirmed. */
interface Opened {
  readonly fileName: string;
  readonly text: string;
}

/** What bringing it back would do. */
export interface ReturnPreview extends ReturnPlan {
  readonly fileName: string;
  readonly differences: readonly Difference[];
  readonly after: Project;
}

/** Brings the cut of an editor back onto the project. */
export class BringBack {
  readonly #parts: Parts;
  #opened = $state.raw<Opened | null>(null);
  #problem = $state.raw<string | null>(null);
  #keep = $state(false);
  readonly #plan = $derived.by(() => this.#read());

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Why the file cannot be brought back; null where nothing is wrong. */
  get problem(): string | null {
    return this.#problem ?? (typeof this.#plan === 'string' ? this.#plan : null);
  }

  get preview(): ReturnPreview | null {
    return typeof this.#plan === 'object' ? this.#plan : null;
  }

  /** Whether clips that did not come back stay in the film. */
  get keep(): boolean {
    return this.#keep;
  }

  set keep(keep: boolean) {
    this.#keep = keep;
  }

  async open(file: File): Promise<void> {
    [this.#opened, this.#problem] = [null, null];
    if (file.size > LARGEST_TEXT) this.#problem = explainReturn({ reason: 'too-large', limit: LARGEST_TEXT });
    else {
      try {
        this.#opened = { fileName: file.name, text: await file.text() };
      } catch {
        // It was moved or deleted after it was chosen.
        this.#problem = 'The file cannot be read any more. Choose it again.';
      }
    }
    const { preview } = this;
    this.#parts.shell.announce(preview ? `${file.name} is read. Look at what it changes, then bring it back.` : (this.problem ?? ''));
  }

  dismiss(): void {
    [this.#opened, this.#problem] = [null, null];
  }

  /** Makes the change. It can be undone. */
  confirm(): void {
    const { preview } = this;
    if (!preview) return;
    const done = this.#parts.run(bringReturn(preview, { keep: this.#keep }));
    if (done.ok) {
      this.dismiss();
      this.#parts.shell.announce('The cut is brought back. Undo takes it away again.');
    } else this.#problem = explainRefusal(done.fault);
  }

  #read(): ReturnPreview | string | null {
    if (!this.#opened) return null;
    const film = this.#parts.film();
    const cut = readReturn(this.#opened.text, film.settings.frameRate);
    if (!cut.ok) return explainReturn(cut.fault);
    const plan = placeReturn(film, cut.value, this.#parts.takes());
    if (plan.placed.length === 0) return `None of the ${cut.value.clips.length} clips in the file is of this film. Nothing was changed.`;
    const after = this.#parts.tried(bringReturn(plan, { keep: this.#keep }));
    return { ...plan, fileName: this.#opened.fileName, after, differences: compareProjects(film, after) };
  }
}
