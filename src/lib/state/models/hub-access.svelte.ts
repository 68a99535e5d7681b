import { explainInLine } from '#core/domain/words/explain.ts';
import type { HubStanding } from '#core/schema/accelerator/shelf.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { RemoteModels } from '#lib/engine/remote/remote-models.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

export type HubDoor = Pick<RemoteModels, 'hub' | 'setHubToken' | 'forgetHubToken'>;

/** How a place of models asks the hub, and the token that a person hands it for models that ask for one. */
export class HubAccess {
  #standing = $state.raw<HubStanding>();
  #fault = $state.raw<Fault>();
  readonly #door: HubDoor;
  readonly #shell: Pick<ShellState, 'announce'>;

  constructor(door: HubDoor, shell: Pick<ShellState, 'announce'>) {
    this.#door = door;
    this.#shell = shell;
  }

  /** Undefined until it has answered. */
  get standing(): HubStanding | undefined {
    return this.#standing;
  }

  get fault(): Fault | undefined {
    return this.#fault;
  }

  look(): Promise<boolean> {
    return this.#do(async () => {});
  }

  /** Answers whether it was taken. It is never told again. */
  setToken(token: string): Promise<boolean> {
    return this.#do(() => this.#door.setHubToken(token), 'The token is kept.');
  }

  forgetToken(): Promise<boolean> {
    return this.#do(() => this.#door.forgetHubToken(), 'The token is forgotten.');
  }

  async #do(work: () => Promise<void>, said?: string): Promise<boolean> {
    try {
      await work();
      this.#standing = await this.#door.hub();
      this.#fault = undefined;
      if (said !== undefined) this.#shell.announce(said);
      return true;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#fault = error.fault;
      this.#shell.announce(explainInLine(error.fault), { assertive: true });
      return false;
    }
  }
}
