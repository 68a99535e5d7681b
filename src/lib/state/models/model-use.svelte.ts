import { type AskedModel, lorasFor, type MadeWith, madeWith } from '#core/domain/models/made-with.ts';
import { madeBy, type SeenSpeed, seenSpeeds } from '#core/domain/models/seen-speed.ts';
import { isOver } from '#core/domain/queue/job.ts';
import { FaultError } from '#core/schema/fault.ts';
import { LoraShelf } from '#lib/storage/lora-shelf.ts';
import type { Studio } from '../studio.svelte.ts';

/** A file of ComfyUI's as a workflow names it: with folders before it, in either writing. */
const fileName = (value: string): string => value.split(/[\\/]/).at(-1)!;

/** What a model is used by, read when somebody asks: takes and projects as the index tells them, LoRAs, and workflows of ComfyUI. */
export class ModelUse {
  #loras = $state.raw<readonly string[]>([]);
  #workflows = $state.raw<readonly string[]>([]);
  #isKnown = $state(false);
  /** The id that its own card gives it, where that is another than the name it lies under. */
  #ownId = $state<string>();
  readonly #studio: Pick<Studio, 'gallery' | 'projects' | 'accelerator' | 'jobs'>;
  readonly #model: () => AskedModel;
  readonly #asked = $derived.by((): AskedModel => ({ ...this.#model(), ...(this.#ownId !== undefined && { id: this.#ownId }) }));
  readonly #made = $derived.by((): MadeWith => {
    const { gallery, projects } = this.#studio;
    return madeWith(gallery.takes, [...projects.current, ...projects.archive], this.#asked);
  });
  readonly #speeds = $derived.by(() => seenSpeeds(this.#studio.gallery.takes, (recipe) => madeBy(recipe, this.#asked.id, this.#asked.entry)));

  constructor(studio: Pick<Studio, 'gallery' | 'projects' | 'accelerator' | 'jobs'>, model: () => AskedModel) {
    this.#studio = studio;
    this.#model = model;
  }

  /** Whether all has been read. */
  get isKnown(): boolean {
    return this.#isKnown && !this.#studio.gallery.loading;
  }

  get made(): MadeWith {
    return this.#made;
  }

  /** How fast it was, where something was made with it. */
  get speeds(): readonly SeenSpeed[] {
    return this.#speeds;
  }

  /** Jobs that are not over, and are to be made with it. */
  get jobs(): number {
    const { id, entry } = this.#asked;
    return this.#studio.jobs.records.filter(({ job, request: { model } }) => model !== undefined && !isOver(job) && (model === id || model.replace(/-lightning$/, '') === entry?.figures)).length;
  }

  /** Names of LoRAs that were made for it. */
  get loras(): readonly string[] {
    return this.#loras;
  }

  /** Files of workflows that name one of its files. */
  get workflows(): readonly string[] {
    return this.#workflows;
  }

  get isNone(): boolean {
    const { takes, described, projects } = this.#made;
    return this.jobs + takes + described + projects.length + this.#loras.length + this.#workflows.length === 0;
  }

  /** `paths`: the model's files, as a workflow may name them. `here`: whether it lies in this browser. */
  async read(paths: readonly string[], here: boolean): Promise<void> {
    const { projects } = this.#studio;
    const { id } = this.#model();
    const [loras, workflows, own] = await Promise.all([new LoraShelf().all().catch(orNone), here ? [] : this.#workflowsWith(paths), here ? ownIdOf(id) : undefined, projects.loaded ? undefined : projects.load()]);
    this.#ownId = own;
    this.#loras = lorasFor(loras, this.#asked).map(({ name, file }) => name || file.name);
    this.#workflows = workflows;
    this.#isKnown = true;
  }

  async #workflowsWith(paths: readonly string[]): Promise<readonly string[]> {
    const { accelerator } = this.#studio;
    const names = new Set(paths.map(fileName));
    const files = accelerator.offers.find(({ id }) => id === 'comfyui')?.workflows?.map(({ file }) => file) ?? [];
    if (names.size === 0) return [];
    const opened = await Promise.all(files.map((file) => accelerator.openWorkflow('comfyui', file)));
    return files.filter((_, at) => {
      const workflow = opened[at]!;
      return workflow.ok && workflow.value.nodes.some(({ inputs }) => inputs.some(({ value }) => names.has(fileName(value))));
    });
  }
}

async function ownIdOf(id: string): Promise<string | undefined> {
  const { shelfModels } = await import('#lib/engine/browser/shelf-models.ts');
  return (await shelfModels()).find(({ shelfId }) => shelfId === id)?.facts.id;
}

function orNone(error: unknown): readonly never[] {
  if (error instanceof FaultError || error instanceof DOMException) return [];
  throw error;
}
