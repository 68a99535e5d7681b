import type { RawVideo } from '#core/domain/generate/engine.ts';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { PairingWords } from '#core/schema/accelerator/pairing.ts';
import type { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { Result } from '#core/schema/result.ts';

/** How the studio stands with its accelerator. */
export type LinkState =
  /** None is paired. */
  | { readonly kind: 'unpaired' }
  /** On the way to it, the first time or again. */
  | { readonly kind: 'connecting'; readonly address: string; readonly name: string }
  /** It answers, has proved that it is the one that was paired, and takes jobs. */
  | { readonly kind: 'connected'; readonly address: string; readonly name: string; readonly version: string }
  /** It does not answer; the next try is at `nextTry` (milliseconds since 1970). */
  | { readonly kind: 'away'; readonly address: string; readonly name: string; readonly nextTry: number }
  /** It answers and something must be done first: paired anew, updated, or it is not the one that was paired. */
  | { readonly kind: 'refused'; readonly address: string; readonly name: string; readonly fault: Fault };

/** What an accelerator tells only while somebody watches it. */
export type Watched = 'machine' | 'models';

/** What a connected accelerator tells. */
export type LinkEvent =
  | { readonly kind: 'state'; readonly state: LinkState }
  | { readonly kind: 'offers'; readonly offers: readonly EngineOffer[] }
  | { readonly kind: 'machine'; readonly reading: MachineReading }
  /** Its shelf of models has changed. */
  | { readonly kind: 'models' }
  | { readonly kind: 'job'; readonly job: RemoteJob }
  | { readonly kind: 'gone'; readonly id: JobId }
  | { readonly kind: 'progress'; readonly id: JobId; readonly progress: Progress }
  | { readonly kind: 'preview'; readonly id: JobId; readonly frame: RawVideo };

/** The accelerator that this browser is paired with. */
export interface Paired {
  readonly address: string;
  /** What it goes by here: the name in its address. */
  readonly name: string;
  /** What both sides showed when they were paired. */
  readonly words: PairingWords;
  /** Milliseconds since 1970. */
  readonly pairedAt: number;
}

/** Why this browser is not paired now. */
export type PairRefusal =
  /** The address is none. */
  | { readonly reason: 'no-address' }
  /** What was typed can be none. */
  | { readonly reason: 'no-such-code' }
  | { readonly reason: 'wrong-code'; readonly triesLeft: number }
  /** None is taken for so long, after too many wrong codes. */
  | { readonly reason: 'locked'; readonly waitMs: number }
  /** On its terminal no code is open: it was used, or its two minutes are over. */
  | { readonly reason: 'no-code' }
  /** Somebody else is being paired. */
  | { readonly reason: 'busy' }
  /** What answers does not know the code itself: it is not the accelerator that showed it. */
  | { readonly reason: 'false-accelerator' }
  /** The browser keeps this page from machines in the local network; a person can allow it. */
  | { readonly reason: 'network-denied' }
  /** This page came over https, and browsers keep such a page from plain http elsewhere. */
  | { readonly reason: 'needs-https' }
  | { readonly reason: 'fault'; readonly fault: Fault };

/**
 * Whether the browser lets this page reach a machine. `prompt`: it will ask at the first try. `needs-https`: the page came
 * over https and the address says http.
 */
export type NetworkLeave = 'granted' | 'prompt' | 'denied' | 'needs-https' | 'not-needed';

/** The studio's end of the line to one accelerator: keeps itself up, and picks up after a break where it was. */
export interface AcceleratorLink {
  readonly state: LinkState;
  readonly offers: readonly EngineOffer[];
  readonly paired: Paired | undefined;
  /** What the browser will do at the first request to an address: to be known, and said, before `pair` makes it. */
  networkLeave(address: string): Promise<NetworkLeave>;
  /**
   * Pairs with the accelerator that shows this code. To be called on a person's click, as the browser may ask for
   * leave. What was paired before is let go once this succeeds.
   */
  pair(address: string, code: string, name: string): Promise<Result<Paired, PairRefusal>>;
  /** Forgets the accelerator here. Its jobs go on there; that it forgets this browser is asked for under `/clients`. */
  unpair(): Promise<void>;
  /** From now on readings of the machine, or word that models have changed, come as events. Counts: as often off as on. */
  watch(what: Watched): () => void;
  /** Tries at once to reach it. */
  look(): void;
  /** Hands it a job. The bytes that it names and that are not there yet are sent before it. */
  submit(order: JobOrder, bytes: (sha256: Sha256) => Promise<Blob | undefined>): Promise<Result<RemoteJob, Fault>>;
  /** The job as it stands there; undefined where it is not known: it is to be sent again. */
  job(id: JobId): Promise<Result<RemoteJob | undefined, Fault>>;
  cancel(id: JobId): Promise<Result<RemoteJob | undefined, Fault>>;
  retry(id: JobId): Promise<Result<RemoteJob | undefined, Fault>>;
  move(id: JobId, place: 'before' | 'after', neighbour: JobId): Promise<Result<RemoteJob | undefined, Fault>>;
  /** Forgets a job that is over; false where there is none. */
  forget(id: JobId): Promise<Result<boolean, Fault>>;
  /** The bytes of a result, checked against their name. */
  fetch(media: Sha256, onFraction?: (fraction: number) => void): Promise<Result<Blob, Fault>>;
  /** The result is kept here: the accelerator may let it go. */
  collected(id: JobId, media: Sha256): Promise<void>;
  /** Asks by HTTP under `/api/v1`, with what proves who asks. */
  ask(path: string, init?: RequestInit): Promise<Result<Response, Fault>>;
  subscribe(listener: (event: LinkEvent) => void): () => void;
  dispose(): void;
}
