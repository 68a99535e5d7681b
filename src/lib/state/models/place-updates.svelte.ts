import type { ModelPlace, ModelStanding } from '#core/domain/models/model-place.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

/** Newer versions of the models of one place, as far as a person has asked for them: the hub is asked by nobody else. */
export class PlaceUpdates {
  #found = $state.raw<ReadonlyMap<ModelId, ModelUpdate>>(new Map());
  #isLooking = $state(false);
  #said = $state<string>();
  #fault = $state.raw<Fault>();
  readonly #place: Pick<ModelPlace, 'lookForUpdate'>;
  readonly #shell: Pick<ShellState, 'announce'>;

  constructor(place: Pick<ModelPlace, 'lookForUpdate'>, shell: Pick<ShellState, 'announce'>) {
    this.#place = place;
    this.#shell = shell;
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** What came of the last look; undefined before the first. */
  get said(): string | undefined {
    return this.#said;
  }

  /** Why the hub could not be asked the last time. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  of(id: ModelId): ModelUpdate | undefined {
    return this.#found.get(id);
  }

  /** To be called once a model was updated, or is gone. */
  forget(id: ModelId): void {
    this.#found = new Map([...this.#found].filter(([each]) => each !== id));
  }

  /** Asks the hub about every model that is whole and of which it is known where it is from. */
  async look(standings: readonly ModelStanding[]): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#fault = undefined;
    const asked = standings.filter(({ model, status }) => status === 'ready' && model.source).map(({ model }) => model.id);
    const found = new Map<ModelId, ModelUpdate>();
    try {
      for (const id of asked) {
        const update = await this.#place.lookForUpdate(id);
        if (update) found.set(id, update);
      }
      this.#found = found;
      this.#said = saidOf(asked.length, found.size);
      this.#shell.announce(this.#said);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#fault = error.fault;
      this.#shell.announce(explainInLine(error.fault), { assertive: true });
    } finally {
      this.#isLooking = false;
    }
  }
}

function saidOf(asked: number, found: number): string {
  if (asked === 0) return 'No model here is from the hub.';
  if (found > 0) return `A newer version of ${found === 1 ? '1 model' : `${found} models`} can be fetched.`;
  return asked === 1 ? 'The model is the newest version.' : `All ${asked} models are the newest version.`;
}
