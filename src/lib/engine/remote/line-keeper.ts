import { SOCKET_PATH, type Token } from '#core/schema/accelerator/socket.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { AcceleratorStore, KeptAccelerator } from '#lib/storage/accelerator-store.ts';
import { socketAddress } from './address.ts';
import { makeKeys } from './browser-keys.ts';
import { type Answer, type AskFailure, Line, type Memory, type Question } from './line.ts';
import { meet, type MeetingFailure } from './meeting.ts';
import type { LinkEvent, LinkState, Watched } from './ports.ts';
import { faultOf, lastingFault } from './refusals.ts';
import { Wire } from './wire.ts';

export interface KeeperParts {
  readonly store: AcceleratorStore;
  /** 0 to 1, for the pause before another try. */
  readonly random: () => number;
  tell(event: LinkEvent): void;
  onToken(token: Token | undefined): void;
}

/** Milliseconds to connect and to be welcomed. */
const MEETING_MS = 15_000;
/** The first pause, the longest, and the one where a person must do something first. Milliseconds. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const REFUSED_PAUSE_MS = 60_000;

/** Holds the one line of this browser: connects, and connects again after every break. */
export class LineKeeper {
  readonly #parts: KeeperParts;
  /** Tabs by what they watch. */
  readonly #watchers: Readonly<Record<Watched, Set<string>>> = { machine: new Set(), models: new Set() };
  #line: Line | undefined;
  #wake: (() => void) | undefined;
  #visiting = new AbortController();
  #memory: Memory & { key?: string } = { seq: undefined, known: new Set() };

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Keeps the line up until the signal. */
  async keep(signal: AbortSignal): Promise<void> {
    const leave = () => this.again();
    signal.addEventListener('abort', leave);
    try {
      let failures = 0;
      while (!signal.aborted) {
        this.#visiting = new AbortController();
        const accelerator = await this.#parts.store.read();
        if (!accelerator) {
          this.#say({ kind: 'unpaired' });
          await this.#pause(LONGEST_PAUSE_MS);
          continue;
        }
        const state = await this.#visit(accelerator, this.#visiting.signal);
        failures = state === 'was connected' ? 0 : failures + 1;
        if (this.#visiting.signal.aborted) continue;
        await this.#waitFor(accelerator, state, failures);
      }
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Tries again at once, where it waits. */
  look(): void {
    this.#wake?.();
  }

  /** What is paired has changed: the line goes to whatever it is now. */
  again(): void {
    this.#visiting.abort();
    this.look();
  }

  async ask(question: Question): Promise<Result<Answer, AskFailure>> {
    return this.#line ? this.#line.ask(question) : fail({ kind: 'broken' });
  }

  renew(): Promise<void> {
    return this.#line?.renew() ?? Promise.resolve();
  }

  watch(tab: string, what: Watched, isWanted: boolean): void {
    if (isWanted) this.#watchers[what].add(tab);
    else this.#watchers[what].delete(tab);
    this.#line?.watch(this.#watched);
  }

  get #watched(): Readonly<Record<Watched, boolean>> {
    const { machine, models } = this.#watchers;
    return { machine: machine.size > 0, models: models.size > 0 };
  }

  /** Connects, and stays as long as the line does. Answers how it ended. */
  async #visit(accelerator: KeptAccelerator, signal: AbortSignal): Promise<'was connected' | MeetingFailure> {
    const { store, tell, onToken } = this.#parts;
    const { address, name } = accelerator;
    this.#say({ kind: 'connecting', address, name });
    const soon = AbortSignal.any([signal, AbortSignal.timeout(MEETING_MS)]);
    const wire = await Wire.open(socketAddress(address, SOCKET_PATH), soon);
    if (!wire) return { kind: 'silent' };
    const met = await meet(wire, await store.keys(makeKeys), accelerator.key, soon);
    if (!met.ok || signal.aborted) {
      wire.close();
      return met.ok ? { kind: 'silent' } : met.fault;
    }
    if (this.#memory.key !== accelerator.key) this.#memory = { key: accelerator.key, seq: undefined, known: new Set() };
    onToken(met.value.welcome.token);
    this.#say({ kind: 'connected', address, name, version: met.value.program });
    const line = new Line(wire, { memory: this.#memory, tell, onToken });
    this.#line = line;
    signal.addEventListener('abort', () => line.close());
    const watched = this.#watched;
    if (watched.machine || watched.models) line.watch(watched);
    const refused = await line.closed;
    this.#line = undefined;
    onToken(undefined);
    return refused && faultOf(refused) ? { kind: 'refused', refused } : 'was connected';
  }

  async #waitFor({ address, name }: KeptAccelerator, state: 'was connected' | MeetingFailure, failures: number): Promise<void> {
    const fault = state === 'was connected' ? undefined : lastingFault(state, address);
    const pause = fault ? REFUSED_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
    // Spread, so that all browsers of a house do not come back in the same moment.
    const wait = pause * (0.5 + 0.5 * this.#parts.random());
    this.#say(fault ? { kind: 'refused', address, name, fault } : { kind: 'away', address, name, nextTry: Date.now() + Math.round(wait) });
    await this.#pause(wait);
  }

  #say(state: LinkState): void {
    this.#parts.tell({ kind: 'state', state });
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
