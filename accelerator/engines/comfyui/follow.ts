import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '#core/schema/fault.ts';
import type { HistoryEntry } from './answers.ts';
import type { ComfyClient } from './client.ts';
import { engineFault, faultOfExecution } from './faults.ts';
import type { ComfyMessage } from './messages.ts';
import { type Standing, standingOf, stoppedThere } from './standing.ts';

/** Milliseconds. */
export interface FollowTimes {
  /** Nothing heard for so long: the server is asked where the prompt stands. */
  readonly silence: number;
  /** Nobody answers for so long: the server is given up. */
  readonly away: number;
  /** It runs, and nothing was heard of it for so long: it hangs. */
  readonly stall: number;
}

/** How the following of a prompt ended. `lost`: the server does not know it any more, so it is to be sent again. */
export type Ending =
  | { readonly kind: 'done'; readonly outputs: HistoryEntry['outputs'] }
  | { readonly kind: 'fault'; readonly fault: FaultError }
  | { readonly kind: 'lost' };

/** How often what was heard is looked at, in milliseconds: also how soon a cancel is noticed. */
const TURN_MS = 25;
/** A server that does not know a prompt is asked so often: history is written a moment after the end is told. */
const ASKS = 4;

/** Follows one prompt from its sending to its end: by what the socket says, and by asking where it says nothing. */
export class Follow {
  readonly #client: ComfyClient;
  readonly #id: string;
  readonly #times: FollowTimes;
  #heardAt = performance.now();
  #askNow = false;
  #fault: FaultError | undefined;
  #hasBegun = false;

  constructor(client: ComfyClient, id: string, times: FollowTimes) {
    this.#client = client;
    this.#id = id;
    this.#times = times;
  }

  /** Takes a message that names the prompt, or none. */
  hear({ type, data }: ComfyMessage): void {
    if (typeof data.prompt_id === 'string' && data.prompt_id !== this.#id) return;
    this.#heardAt = performance.now();
    if (type === 'execution_start') this.#hasBegun = true;
    if (type === 'execution_success' || (type === 'executing' && (data.node === null || data.node === undefined))) this.#askNow = true;
    if (type === 'execution_error') this.#fault = faultOfExecution(data);
    if (type === 'execution_interrupted') this.#fault = stoppedThere();
  }

  /** Something may have been missed. */
  ask(): void {
    this.#askNow = true;
  }

  /** Resolves when the prompt has ended. Throws FaultError `cancelled` when `signal` says so. */
  async toTheEnd(signal: AbortSignal): Promise<Ending> {
    let unknown = 0;
    let silentSince: number | undefined;
    let askedAt = performance.now();
    for (;;) {
      await sleep(TURN_MS);
      if (signal.aborted) throw new FaultError('cancelled');
      if (this.#fault) return { kind: 'fault', fault: this.#fault };
      const now = performance.now();
      const isRestless = unknown > 0 || silentSince !== undefined;
      const pause = isRestless ? 10 * TURN_MS : this.#times.silence;
      if (!this.#askNow && now - Math.max(askedAt, isRestless ? 0 : this.#heardAt) < pause) continue;
      this.#askNow = false;
      const standing = await this.#standing(signal);
      askedAt = performance.now();
      if (standing instanceof FaultError) {
        silentSince ??= now;
        if (askedAt - silentSince >= this.#times.away) return { kind: 'fault', fault: this.#gone(standing) };
        continue;
      }
      silentSince = undefined;
      unknown = standing.at === 'unknown' ? unknown + 1 : 0;
      if (standing.at === 'unknown' && unknown >= ASKS) return { kind: 'lost' };
      if (standing.at === 'done') return { kind: 'done', outputs: standing.outputs };
      if (standing.at === 'failed') return { kind: 'fault', fault: standing.fault };
      // Waiting behind others is no hanging.
      if (standing.at === 'pending') this.#heardAt = askedAt;
      if (standing.at === 'running' && askedAt - this.#heardAt >= this.#times.stall) {
        return { kind: 'fault', fault: new FaultError('timed-out', { minutes: Math.round(this.#times.stall / 60_000) }) };
      }
    }
  }

  /** A fault here is one of asking, not of the prompt. */
  async #standing(signal: AbortSignal): Promise<Standing | FaultError> {
    try {
      return await standingOf(this.#client, this.#id);
    } catch (error) {
      if (signal.aborted) throw new FaultError('cancelled');
      if (error instanceof FaultError) return error;
      throw error;
    }
  }

  #gone(last: FaultError): FaultError {
    if (last.fault.reason !== 'engine-away') return last;
    return this.#hasBegun ? engineFault('engine-died', `${this.#client.address.host} went away in the middle and did not come back`) : last;
  }
}
