import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '#core/schema/fault.ts';
import type { HistoryEntry } from './answers.ts';
import { type Candidate, paceAfter, restAfter } from './choose-server.ts';
import { ComfyClient } from './client.ts';
import { engineFault } from './faults.ts';
import { type Ending, Follow, type FollowTimes } from './follow.ts';
import { LowestFree } from './lowest-free.ts';
import type { ComfyMessage, PreviewPicture } from './messages.ts';
import { ComfySocket, type SocketTimes } from './socket.ts';
import { standingOf } from './standing.ts';
import type { ApiWorkflow } from './workflow/api-workflow.ts';

export interface ServerTimes extends FollowTimes, SocketTimes {
  /** How long the first connection is waited for before the work is sent all the same. */
  readonly connectMs: number;
  /** How often it is asked, while it works, how much of its card is free. */
  readonly lookMs: number;
}

/** A prompt that a server has forgotten, as it does when it is started again, is sent at most so often. */
const MOST_SENDS = 3;
const RETRY_MS = 500;
/** Times that a server is asked whether a cancelled prompt is really gone. */
const CANCEL_TRIES = 20;

export interface PromptListener {
  message(message: ComfyMessage): void;
  preview(preview: PreviewPicture): void;
}

/** One ComfyUI: what it is asked, and how it has done so far. */
export class ComfyServer {
  readonly client: ComfyClient;
  readonly #allowed: readonly string[];
  readonly #times: ServerTimes;
  #failures = 0;
  #restsUntil = 0;
  #pace: number | undefined;

  constructor(address: string, allowed: readonly string[], times: ServerTimes) {
    this.client = new ComfyClient(address, allowed);
    this.#allowed = allowed;
    this.#times = times;
  }

  get address(): string {
    return this.client.address.host;
  }

  /** What is to be known of it before work is given away. Throws FaultError where it does not answer. */
  async candidate(): Promise<Candidate & { readonly server: ComfyServer }> {
    const { queue_running, queue_pending } = await this.client.queue();
    return { server: this, queue: queue_running.length + queue_pending.length, pace: this.#pace, restsUntil: this.#restsUntil };
  }

  failed(now: number): void {
    this.#failures += 1;
    this.#restsUntil = now + restAfter(this.#failures);
  }

  /** `pace`: milliseconds a unit of work; undefined where nothing was worked. */
  succeeded(pace: number | undefined): void {
    this.#failures = 0;
    this.#restsUntil = 0;
    if (pace !== undefined) this.#pace = paceAfter(this.#pace, pace);
  }

  /** How little of its card is free while it works on ours, from now until it is stopped. */
  lowestFree(isOurs: () => boolean): LowestFree {
    return new LowestFree({ look: () => this.client.systemStats(), isOurs, everyMs: this.#times.lookMs });
  }

  /**
   * Has a workflow done and resolves with what it made. A prompt of the same id and workflow that the server still has, from
   * before we were ended, is taken up again. Throws FaultError; on `cancelled` the server has let go of it, or has been told to.
   */
  async work(workflow: ApiWorkflow, job: string, listener: PromptListener, signal: AbortSignal): Promise<HistoryEntry['outputs']> {
    let follow: Follow | undefined;
    const socket = new ComfySocket(
      this.client.address,
      job,
      this.#allowed,
      {
        message: (message) => {
          follow?.hear(message);
          listener.message(message);
        },
        preview: (preview) => listener.preview(preview),
        broken: () => follow?.ask(),
      },
      this.#times,
    );
    let id = job;
    try {
      await Promise.race([socket.opened, sleep(this.#times.connectMs, undefined, { ref: false }), aborted(signal)]);
      for (let sends = 1; ; sends += 1) {
        const ending = await this.#once(workflow, job, sends > 1, signal, (sent) => {
          id = sent;
          return (follow = new Follow(this.client, sent, this.#times));
        });
        if (ending.kind === 'done') return ending.outputs;
        if (ending.kind === 'fault') throw ending.fault;
        if (sends >= MOST_SENDS) throw engineFault('engine-died', `${this.address} lost the work ${MOST_SENDS} times`);
      }
    } catch (error) {
      if (error instanceof FaultError && ['cancelled', 'timed-out'].includes(error.fault.reason)) await this.#cancel(id);
      throw error;
    } finally {
      socket.close();
    }
  }

  async #once(workflow: ApiWorkflow, job: string, isAgain: boolean, signal: AbortSignal, follow: (id: string) => Follow): Promise<Ending> {
    // Listens before it is sent: the first messages come before the answer.
    let following = follow(job);
    const id = await this.#send(workflow, job, isAgain, signal);
    if (id !== job) following = follow(id);
    following.ask();
    return following.toTheEnd(signal);
  }

  /** Sends a workflow, unless the server has it already. While it starts again it does not answer: then it is asked until it does. */
  async #send(workflow: ApiWorkflow, job: string, isAgain: boolean, signal: AbortSignal): Promise<string> {
    const givenUpAt = performance.now() + this.#times.away;
    for (;;) {
      if (signal.aborted) throw new FaultError('cancelled');
      try {
        const before = await standingOf(this.client, job);
        if (before.at === 'unknown') return await this.client.submit(workflow, job);
        if (before.at !== 'failed' && isDeepStrictEqual(before.prompt, workflow)) return job;
        // The id stands for other work, or for work that failed: its end would be taken for the end of this.
        if (before.at === 'pending' || before.at === 'running') await this.#cancel(job);
        await this.client.deleteHistory(job);
        const isFree = (await standingOf(this.client, job)).at === 'unknown';
        return await this.client.submit(workflow, isFree ? job : randomUUID());
      } catch (error) {
        const isAway = error instanceof FaultError && error.fault.reason === 'engine-away';
        if (!isAway || !isAgain || performance.now() > givenUpAt) throw error;
        await sleep(RETRY_MS);
      }
    }
  }

  /** Takes a prompt out of the queue, or interrupts it where it runs; never what another has sent. */
  async #cancel(id: string): Promise<void> {
    try {
      for (let tries = 0; tries < CANCEL_TRIES; tries += 1) {
        const { at } = await standingOf(this.client, id);
        if (at === 'pending') await this.client.deleteQueued(id);
        else if (at === 'running') await this.client.interrupt(id);
        else return;
        await sleep(100);
      }
    } catch (error) {
      // What does not answer works on nothing, or has been told by then.
      if (!(error instanceof FaultError)) throw error;
    }
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
