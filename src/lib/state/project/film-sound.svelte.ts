import { untrack } from 'svelte';
import type { Song } from '#core/schema/brief.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Result } from '#core/schema/result.ts';
import { songAlone, type SoundPiece, type SoundPlan } from '#core/film/sound/sound-plan.ts';
import type { SongFile } from '#lib/engine/browser/song-file.ts';
import { type OpenPiece, SoundStretch } from './sound-stretch.ts';

/** A browser that lets no sound through within this time has refused it. Milliseconds. */
const PERMIT_MS = 1_000;
/** So many files are opened at a time. */
const AT_ONCE = 4;
/** How a song by itself is counted: by milliseconds, and to its end. */
const ALONE = { rate: { numerator: 1000, denominator: 1 }, length: Number.MAX_SAFE_INTEGER };

/** Plays what is heard of a film, its song, its narration and its videos, and is the clock that the picture goes by meanwhile. */
export class FilmSound {
  #plan = $state.raw<SoundPlan>(songAlone(null, ALONE.rate, 0));
  #files = $state.raw<ReadonlyMap<Sha256, SongFile>>(new Map());
  #faults = $state.raw<ReadonlyMap<Sha256, Fault>>(new Map());
  #opening = $state.raw<ReadonlyMap<Sha256, Promise<void>>>(new Map());
  #refused = $state(false);
  #level = 1;
  #context: AudioContext | undefined;
  #gain: GainNode | undefined;
  #stretch: SoundStretch | undefined;
  readonly #song = $derived(this.#plan.pieces.find(({ kind }) => kind === 'song') ?? null);
  readonly #open: (song: Song & Partial<Pick<SoundPiece, 'kind'>>) => Promise<Result<SongFile, Fault>>;
  /** Files are opened so many at a time: each has a decoder look at its beginning. */
  readonly #turns: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  #turn = 0;
  /** Called when there is sound that was not there before. */
  onready: (() => void) | undefined;

  constructor(open: (song: Song & Partial<Pick<SoundPiece, 'kind'>>) => Promise<Result<SongFile, Fault>>) {
    this.#open = open;
  }

  get song(): Song | null {
    return this.#song;
  }

  /** Whether anything is to be heard. */
  get sounds(): boolean {
    return this.#plan.pieces.length > 0;
  }

  /** How long the song is, in seconds; undefined while there is none, or it is not open yet. */
  get seconds(): number | undefined {
    return this.#song ? this.#files.get(this.#song.asset)?.seconds : undefined;
  }

  /** Why the song cannot be played, or else the first narration that cannot. A clip's take may well have no sound. */
  get fault(): Fault | undefined {
    return this.#plan.pieces.filter(({ kind }) => kind !== 'clip').map(({ asset }) => this.#faults.get(asset)).find((fault) => fault !== undefined);
  }

  /** Why a file cannot be played. */
  faultOf(asset: Sha256): Fault | undefined {
    return this.#faults.get(asset);
  }

  get isOpening(): boolean {
    return this.#opening.size > 0;
  }

  /** Whether the browser lets no sound through, as nobody has touched the page yet or it has no way to. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Resolves once it is known what there is to play. */
  get settled(): Promise<void> {
    return Promise.all(this.#opening.values()).then(() => undefined);
  }

  /** Which second of the film is heard now; undefined where the picture has to go by another clock. */
  get position(): number | undefined {
    const position = this.#stretch?.position;
    if (position !== 'stalled') return position;
    this.#refused = true;
    this.stop();
    return undefined;
  }

  /** Takes another song, or none, to be played by itself. */
  follow(song: Song | null): void {
    this.followPlan(songAlone(song, ALONE.rate, ALONE.length));
  }

  /** Takes what is to be heard now. What plays goes on as it is wanted from now on. */
  followPlan(plan: SoundPlan): void {
    if (samePlan(plan, this.#plan)) return;
    const playing = this.#stretch;
    const position = this.position;
    this.stop();
    this.#plan = plan;
    const wanted = new Set(plan.pieces.map(({ asset }) => asset));
    for (const [asset, file] of this.#files) if (!wanted.has(asset)) file.dispose();
    this.#files = only(this.#files, wanted);
    this.#faults = only(this.#faults, wanted);
    this.#opening = only(this.#opening, wanted);
    for (const piece of plan.pieces) {
      if (this.#files.has(piece.asset) || this.#faults.has(piece.asset) || this.#opening.has(piece.asset)) continue;
      this.#opening = new Map(this.#opening).set(piece.asset, this.#read(piece));
    }
    if (playing && position !== undefined) this.start(position, playing.until);
  }

  /** How loud it is, 0 to 1. */
  setLevel(level: number): void {
    this.#level = level;
    this.#gain?.gain.setTargetAtTime(level, this.#context!.currentTime, 0.015);
  }

  /** Plays from one second of the film to another. */
  start(from: number, until: number): void {
    this.stop();
    const open = this.#plan.pieces.flatMap((piece): OpenPiece[] => {
      const file = this.#files.get(piece.asset);
      return file ? [{ piece, file }] : [];
    });
    if (open.length === 0) return;
    this.#stretch = new SoundStretch(this.#plan, from, until);
    void this.#play(this.#stretch, open);
  }

  stop(): void {
    this.#stretch?.stop();
    this.#stretch = undefined;
  }

  dispose(): void {
    this.follow(null);
    void this.#context?.close();
    this.#context = undefined;
    this.#gain = undefined;
  }

  async #read(piece: SoundPiece): Promise<void> {
    this.#turn = (this.#turn + 1) % AT_ONCE;
    const turn = this.#turns[this.#turn]!.then(() => this.#open(piece));
    this.#turns[this.#turn] = turn.catch(() => undefined);
    const opened = await turn;
    const isWanted = this.#plan.pieces.some(({ asset }) => asset === piece.asset);
    if (!isWanted || this.#files.has(piece.asset)) {
      if (opened.ok) opened.value.dispose();
      return;
    }
    this.#opening = new Map([...this.#opening].filter(([asset]) => asset !== piece.asset));
    if (opened.ok) {
      this.#files = new Map(this.#files).set(piece.asset, opened.value);
      this.onready?.();
    } else this.#faults = new Map(this.#faults).set(piece.asset, opened.fault);
  }

  async #play(stretch: SoundStretch, open: readonly OpenPiece[]): Promise<void> {
    const context = await this.#running();
    if (stretch.stopped) return;
    this.#refused = context === undefined;
    if (!context) return this.stop();
    await stretch.play(context, this.#output(context), open, (piece, error) => {
      // What comes after a broken place is silent; the picture goes on.
      this.#faults = new Map(this.#faults).set(piece.asset, { reason: 'song-unreadable', facts: { file: piece.name } });
      if (open.length === 1) this.stop();
      reportError(error);
    });
  }

  /** Where sound goes: where pieces together may be too loud, through what keeps them from clipping. */
  #output(context: AudioContext): AudioNode {
    const { pieces } = this.#plan;
    if (pieces.length < 2 && pieces.every(({ gain }) => gain <= 1)) return this.#gain!;
    const guard = new DynamicsCompressorNode(context, { threshold: -1, knee: 0, ratio: 20, attack: 0.003, release: 0.1 });
    guard.connect(this.#gain!);
    return guard;
  }

  /** The audio context once it runs; undefined where the browser does not let it. */
  async #running(): Promise<AudioContext | undefined> {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#gain = new GainNode(this.#context, { gain: this.#level });
      this.#gain.connect(this.#context.destination);
    }
    const context = this.#context;
    if (context.state !== 'running') {
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, PERMIT_MS))]);
    }
    return context.state === 'running' ? context : undefined;
  }
}

const only = <Value>(all: ReadonlyMap<Sha256, Value>, wanted: ReadonlySet<Sha256>): ReadonlyMap<Sha256, Value> => new Map([...all].filter(([asset]) => wanted.has(asset)));

/** Whether two plans sound alike. */
const samePlan = (one: SoundPlan, other: SoundPlan): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** Has a sound follow a song and the volume while the component lives that calls it. */
export function keepSound(sound: FilmSound, song: () => Song | null, level: () => number): void {
  $effect(() => {
    const wanted = song();
    untrack(() => sound.follow(wanted));
  });
  $effect(() => sound.setLevel(level()));
  $effect(() => () => sound.dispose());
}

/** The same for all that is heard of a film. */
export function keepFilmSound(sound: FilmSound, plan: () => SoundPlan, level: () => number): void {
  $effect(() => {
    const wanted = plan();
    untrack(() => sound.followPlan(wanted));
  });
  $effect(() => sound.setLevel(level()));
  $effect(() => () => sound.dispose());
}
