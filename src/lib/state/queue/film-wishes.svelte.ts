import { z } from 'zod';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { MOST_TAKES } from '#lib/storage/records.ts';

type Marks = Pick<Storage, 'getItem' | 'setItem'>;

/** How a film is to be made. */
const Making = z.object({
  /** Takes of each clip. */
  takes: z.int().min(1).max(MOST_TAKES),
  /** Null: the model's own. */
  steps: z.int().min(1).max(200).nullable(),
  /** In few steps, where the model comes with a LoRA for them. */
  quick: z.boolean().default(false),
});
export type Making = z.infer<typeof Making>;

const USUAL: Making = { takes: 1, steps: null, quick: false };

/** What a person wishes of each film, kept whatever becomes of the tab: how it is made, and whether it is exported as soon as all its clips are there. */
export class FilmWishes {
  readonly #marks: Marks;
  readonly #made = new Map<ProjectId, Making>();
  #changes = $state(0);

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  has(project: ProjectId): boolean {
    void this.#changes;
    return this.#marks.getItem(exportMark(project)) === 'wished';
  }

  making(project: ProjectId): Making {
    void this.#changes;
    return this.#made.get(project) ?? readMaking(this.#marks.getItem(makingMark(project)));
  }

  makeWith(project: ProjectId, changes: Partial<Making>): void {
    const making = { ...this.making(project), ...changes };
    // It holds for this visit also where nothing fits any more.
    this.#made.set(project, making);
    this.#write(makingMark(project), JSON.stringify(making));
  }

  wish(project: ProjectId): void {
    this.#write(exportMark(project), 'wished');
  }

  /** It is done, or not wanted any more. */
  forget(project: ProjectId): void {
    if (this.has(project)) this.#write(exportMark(project), '');
  }

  #write(mark: string, value: string): void {
    try {
      this.#marks.setItem(mark, value);
    } catch (error) {
      // Where nothing fits any more the clips are made all the same, and the film is exported by hand.
      if (!(error instanceof DOMException)) throw error;
    }
    this.#changes += 1;
  }
}

const exportMark = (project: ProjectId): string => `kinora-export-when-made ${project}`;
const makingMark = (project: ProjectId): string => `kinora-film-making ${project}`;

/** What was kept; the usual where it is nothing, or no more what can be asked for. */
function readMaking(text: string | null): Making {
  try {
    return Making.safeParse(JSON.parse(text ?? 'null')).data ?? USUAL;
  } catch {
    return USUAL;
  }
}
