import { acceleratorPeer } from '#lib/engine/models/accelerator-peer.ts';
import { BrowserPlace } from '#lib/engine/models/browser-place.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import { RemoteModels } from '#lib/engine/remote/remote-models.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { HUB } from '#core/domain/models/hub.ts';
import { HubTokenStore } from '#lib/storage/hub-token-store.ts';
import { HubAccess, type HubDoor } from './hub-access.svelte.ts';
import { keepMirror, readMirror } from './hub-mirror.ts';
import { PlaceState } from './place.svelte.ts';

/** The models of this browser, and of the accelerator that it is paired with. What was begun here before goes on once this is made. */
export class ModelsState {
  #accelerator = $state.raw<PlaceState>();
  #hub = $state.raw<HubAccess>();
  #mirror = $state(readMirror());
  /** How this browser asks the hub. */
  readonly hubHere: HubAccess;
  #browser = $state.raw<PlaceState>() as PlaceState;
  #here: BrowserPlace;
  readonly #link: AcceleratorLink;
  readonly #shell: ShellState;
  readonly #unsubscribe: () => void;

  constructor(link: AcceleratorLink, shell: ShellState) {
    this.#link = link;
    this.#shell = shell;
    this.hubHere = new HubAccess(this.#door(new HubTokenStore()), shell);
    this.#here = this.#openHere();
    this.#browser = new PlaceState(this.#here, shell);
    this.#unsubscribe = link.subscribe(({ kind }) => kind === 'state' && this.#meet());
    this.#meet();
  }

  get browser(): PlaceState {
    return this.#browser;
  }

  /** Undefined while none is paired. */
  get accelerator(): PlaceState | undefined {
    return this.#accelerator;
  }

  /** How the accelerator asks the hub; undefined while none is paired. */
  get hub(): HubAccess | undefined {
    return this.#hub;
  }

  /** The mirror that this browser asks; undefined for the hub itself. */
  get mirror(): string | undefined {
    return this.#mirror;
  }

  /** Asks another from now on; what is being fetched is gone on with there. Answers whether this browser keeps it. */
  setMirror(address: string | undefined): boolean {
    if (!keepMirror(address)) return false;
    this.#mirror = address;
    this.#browser.dispose();
    this.#here.dispose();
    this.#here = this.#openHere();
    this.#browser = new PlaceState(this.#here, this.#shell);
    // A token is for the hub that it was entered for.
    void this.hubHere.look();
    return true;
  }

  dispose(): void {
    this.#unsubscribe();
    this.#accelerator?.dispose();
    this.#browser.dispose();
    this.#here.dispose();
  }

  #door(tokens: HubTokenStore): HubDoor {
    const address = () => this.#mirror ?? HUB;
    return {
      hub: async () => ({ address: address(), proxy: false, ...((await tokens.read(address())) !== undefined && { token: 'studio' as const }) }),
      setHubToken: (token) => tokens.keep(address(), token),
      forgetHubToken: () => tokens.forget(),
    };
  }

  #openHere(): BrowserPlace {
    return new BrowserPlace(this.#mirror === undefined ? {} : { hub: this.#mirror }, acceleratorPeer(this.#link));
  }

  #meet(): void {
    const isPaired = this.#link.state.kind !== 'unpaired';
    if (isPaired && !this.#accelerator) {
      const there = new RemoteModels(this.#link);
      this.#accelerator = new PlaceState(there, this.#shell);
      this.#hub = new HubAccess(there, this.#shell);
    } else if (!isPaired) {
      this.#accelerator?.dispose();
      this.#accelerator = undefined;
      this.#hub = undefined;
    }
  }
}
