import { addBriefPictures, markBriefPicture, moveBriefPicture, removeBriefPicture } from '#core/document/commands/brief.ts';
import { addCutOutToBrief } from '#core/document/commands/cut-out.ts';
import type { Command } from '#core/document/project-document.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { storyBriefOf } from '#core/domain/story/story-brief.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import { BRIEF_PICTURES, type BriefPicture } from '#core/schema/brief.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Assets } from '../store/assets.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';
import type { KeptCutOut } from './cut-outs.svelte.ts';
import { keepPicture } from './cast-files.ts';

/** A larger picture of a brief is refused. Bytes. */
export const LARGEST_PICTURE = 10e6;

interface Parts {
  readonly editor: Editor;
  readonly assets: Pick<Assets, 'putFile' | 'lookAgain'>;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
}

/** The pictures of a brief as a person gives, orders and marks them. Each file that is not taken is named with its reason. */
export class BriefPictures {
  #refused = $state.raw<readonly Fault[]>([]);
  #taking = $state(0);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get all(): readonly BriefPicture[] {
    return this.#parts.editor.film.brief.pictures;
  }

  /** Why files were not taken, until the next ones are given or it is put away. */
  get refused(): readonly Fault[] {
    return this.#refused;
  }

  get isTaking(): boolean {
    return this.#taking > 0;
  }

  /** Takes files in their order; what cannot be taken stops none of the others. */
  async add(files: readonly File[]): Promise<void> {
    const { assets, shell } = this.#parts;
    this.#refused = [];
    this.#taking += 1;
    const taken = Promise.all(files.map((file) => keepPicture(file, assets, LARGEST_PICTURE)));
    const [kept, shows] = await Promise.all([taken, this.#likely()]).finally(() => (this.#taking -= 1));
    const faults: Fault[] = [];
    const fresh = new Map<string, BriefPicture>();
    for (const [i, one] of kept.entries()) {
      if (!one.ok) faults.push(one.fault);
      else if (this.#has(one.value.asset)) assets.lookAgain(one.value.asset);
      else if (this.all.length + fresh.size < BRIEF_PICTURES || fresh.has(one.value.asset)) fresh.set(one.value.asset, { ...one.value, shows });
      else faults.push({ reason: 'pictures-full', facts: { file: files[i]!.name, limit: BRIEF_PICTURES } });
    }
    this.#refused = [...this.#refused, ...faults];
    if (fresh.size > 0 && !this.#run(addBriefPictures([...fresh.values()]))) return;
    if (fresh.size > 0) shell.announce(`${fresh.size === 1 ? '1 picture' : `${fresh.size} pictures`} added.`);
    else if (kept.some(({ ok }) => ok) && faults.length === 0) shell.announce('It was there already.');
  }

  putAway(): void {
    this.#refused = [];
  }

  mark({ asset }: BriefPicture, shows: BriefPicture['shows']): void {
    this.#run(markBriefPicture(asset, shows));
  }

  /** Puts a picture at another place, counted from 0. */
  move({ asset }: BriefPicture, to: number): void {
    const others = this.all.filter((one) => one.asset !== asset);
    if (to < 0 || to > others.length || this.all[to]?.asset === asset) return;
    if (this.#run(moveBriefPicture(asset, others[to]?.asset ?? null))) this.#parts.shell.announce(`Picture ${to + 1} of ${this.all.length}.`);
  }

  /** Puts a cut-out behind the picture that it was cut out of, to show the same. True where that was done. */
  addCutOut({ shows }: BriefPicture, { asset, type, name, cutOut }: KeptCutOut): boolean {
    const isDone = this.#run(addCutOutToBrief({ asset, type, name, shows, cutOut }));
    if (isDone) this.#parts.shell.toast('good', `${quotedName(name)} is among the pictures of the brief.`);
    return isDone;
  }

  remove({ asset }: BriefPicture): void {
    if (this.#run(removeBriefPicture(asset))) this.#parts.shell.announce('The picture is removed. Undo brings it back.');
  }

  #has(asset: string): boolean {
    return this.all.some((one) => one.asset === asset);
  }

  /** What the next pictures show, unless somebody says otherwise: what the last one did, else what the brief is for. */
  async #likely(): Promise<BriefPicture['shows']> {
    const last = this.all.at(-1);
    if (last) return last.shows;
    const reading = await loadPart(() => import('#core/domain/story/likely-pictures.ts')).catch(passOver);
    return reading?.likelyShows(storyBriefOf(this.#parts.editor.film)) ?? 'reference';
  }

  #run(command: Command<unknown>): boolean {
    const result = this.#parts.editor.run(command);
    if (!result.ok) this.#parts.shell.toast('warn', explainRefusal(result.fault));
    return result.ok;
  }
}

/** Whoever gives pictures can say what they show where the part that guesses it cannot be had now. */
function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}
