import { untrack } from 'svelte';
import type { Song } from '#core/schema/brief.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { Sounding, SongFile } from '#lib/engine/browser/song-file.ts';

/** A browser that lets no sound through within this time has refused it. Milliseconds. */
const PERMIT_MS = 1_000;
/** Sound that stands still for so long, as where there is no way to the loudspeakers, holds the picture up no more. Milliseconds. */
const STALL_MS = 2_000;
/** The first piece is due so long after it was decoded, and so much is decoded ahead. Seconds. */
const LEAD = 0.05;
const AHEAD = 1;

/** A stretch of the song that sounds or is about to: from one of its seconds to another. */
interface Stretch {
  readonly from: number;
  readonly stop: AbortController;
  /** What was sent to the loudspeakers and has not ended. */
  readonly sounding: Set<AudioBufferSourceNode>;
  /** When `from` is heard, on the clock of the audio context; undefined until the first piece is there. */
  at: number | undefined;
  /** The second that was heard last, and when that was on the clock of the page. */
  heard: number;
  heardAt: number;
}

/** Plays the song of a film, and is the clock that the picture goes by meanwhile. */
export class FilmSound {
  #song = $state.raw<Song | null>(null);
  #file = $state.raw<SongFile>();
  #fault = $state.raw<Fault>();
  #isOpening = $state(false);
  #refused = $state(false);
  #level = 1;
  #context: AudioContext | undefined;
  #gain: GainNode | undefined;
  #stretch: Stretch | undefined;
  #settled: Promise<void> = Promise.resolve();
  readonly #open: (song: Song) => Promise<Result<SongFile, Fault>>;
  /** Called when there is sound that was not there before. */
  onready: (() => void) | undefined;

  constructor(open: (song: Song) => Promise<Result<SongFile, Fault>>) {
    this.#open = open;
  }

  get song(): Song | null {
    return this.#song;
  }

  /** How long the song is, in seconds; undefined while there is none, or it is not open yet. */
  get seconds(): number | undefined {
    return this.#file?.seconds;
  }

  /** Why the song cannot be played. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  get isOpening(): boolean {
    return this.#isOpening;
  }

  /** Whether the browser lets no sound through, as nobody has touched the page yet or it has no way to. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Resolves once it is known whether there is a song to play. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Which second of the song is heard now; undefined where the picture has to go by another clock. */
  get position(): number | undefined {
    const stretch = this.#stretch;
    const context = this.#context;
    if (!stretch || !context) return undefined;
    if (stretch.at !== undefined && context.state !== 'running') return undefined;
    const heard = stretch.at === undefined ? stretch.from : stretch.from + Math.max(0, context.currentTime - (context.outputLatency || 0) - stretch.at);
    const now = performance.now();
    if (heard > stretch.heard) Object.assign(stretch, { heard, heardAt: now });
    else if (now - stretch.heardAt > STALL_MS) {
      this.#refused = true;
      this.stop();
      return undefined;
    }
    return heard;
  }

  /** Takes another song, or none. */
  follow(song: Song | null): void {
    if (song?.asset === this.#song?.asset && (song === null) === (this.#song === null)) return;
    this.stop();
    this.#file?.dispose();
    this.#file = undefined;
    this.#fault = undefined;
    this.#song = song;
    this.#isOpening = song !== null;
    this.#settled = song ? this.#read(song) : Promise.resolve();
  }

  /** How loud it is, 0 to 1. */
  setLevel(level: number): void {
    this.#level = level;
    this.#gain?.gain.setTargetAtTime(level, this.#context!.currentTime, 0.015);
  }

  /** Plays from one second of the song to another. */
  start(from: number, until: number): void {
    this.stop();
    if (!this.#file) return;
    const stretch: Stretch = { from, stop: new AbortController(), sounding: new Set(), at: undefined, heard: from, heardAt: performance.now() };
    this.#stretch = stretch;
    void this.#play(this.#file, stretch, until);
  }

  stop(): void {
    this.#stretch?.stop.abort();
    for (const source of this.#stretch?.sounding ?? []) source.stop();
    this.#stretch = undefined;
  }

  dispose(): void {
    this.follow(null);
    void this.#context?.close();
    this.#context = undefined;
    this.#gain = undefined;
  }

  async #read(song: Song): Promise<void> {
    const opened = await this.#open(song);
    if (this.#song !== song) {
      if (opened.ok) opened.value.dispose();
      return;
    }
    this.#isOpening = false;
    if (opened.ok) {
      this.#file = opened.value;
      this.onready?.();
    } else this.#fault = opened.fault;
  }

  async #play(file: SongFile, stretch: Stretch, until: number): Promise<void> {
    const { signal } = stretch.stop;
    try {
      const context = await this.#running();
      if (signal.aborted) return;
      this.#refused = context === undefined;
      if (context) await this.#schedule(context, file, stretch, until);
      else this.#stretch = undefined;
    } catch (error) {
      if (signal.aborted) return;
      // What comes after a broken place is silent; the picture goes on.
      this.#fault = { reason: 'song-unreadable', facts: { file: this.#song?.name ?? '' } };
      this.#stretch = undefined;
      reportError(error);
    }
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

  async #schedule(context: AudioContext, file: SongFile, stretch: Stretch, until: number): Promise<void> {
    const { from, stop: { signal } } = stretch;
    const end = Math.min(until, file.seconds);
    if (from < end) {
      for await (const piece of file.pieces(from, end)) {
        if (signal.aborted) return;
        stretch.at ??= context.currentTime + LEAD;
        this.#sound(context, piece, stretch, end);
        const ahead = piece.timestamp - from - (context.currentTime - stretch.at);
        if (ahead > AHEAD) await pause((ahead - AHEAD / 2) * 1000, signal);
        if (signal.aborted) return;
      }
    }
    // Beyond its end the song is silent, and its clock goes on.
    stretch.at ??= context.currentTime;
  }

  /** Has one piece sound when it is due: of the first and the last one no more than the stretch has. */
  #sound(context: AudioContext, { buffer, timestamp }: Sounding, stretch: Stretch, end: number): void {
    const due = stretch.at! + timestamp - stretch.from;
    const late = Math.max(0, stretch.from - timestamp, context.currentTime - due);
    const length = Math.min(buffer.duration, end - timestamp) - late;
    if (length <= 0) return;
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(this.#gain!);
    source.start(due + late, late, length);
    stretch.sounding.add(source);
    source.onended = () => stretch.sounding.delete(source);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Has a sound follow the song of a brief and the volume while the component lives that calls it. */
export function keepSound(sound: FilmSound, song: () => Song | null, level: () => number): void {
  $effect(() => {
    const wanted = song();
    untrack(() => sound.follow(wanted));
  });
  $effect(() => sound.setLevel(level()));
  $effect(() => () => sound.dispose());
}
