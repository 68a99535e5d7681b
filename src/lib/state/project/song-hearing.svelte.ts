import { untrack } from 'svelte';
import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import type { Song } from '#core/schema/brief.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Songs } from '../gallery/songs.ts';

/** Hears the song of a film in the background: its beats, bars, parts, loudness and outline. */
export class SongHearing {
  #song: Song | null = null;
  #analysis = $state.raw<SongAnalysis>();
  #fault = $state.raw<Fault>();
  #progress = $state<number>();
  #stop: AbortController | undefined;
  readonly #songs: Pick<Songs, 'hear' | 'heard'>;
  /** Called when a song was heard. */
  onheard: ((analysis: SongAnalysis) => void) | undefined;

  constructor(songs: Pick<Songs, 'hear' | 'heard'>) {
    this.#songs = songs;
  }

  get analysis(): SongAnalysis | undefined {
    return this.#analysis;
  }

  /** Why it could not be heard; `cancelled` where a person stopped it. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** How much was heard so far, 0 to 1; undefined while it does not listen. */
  get progress(): number | undefined {
    return this.#progress;
  }

  /** Takes another song, or none. */
  follow(song: Song | null): void {
    if (song?.asset === this.#song?.asset) return;
    this.#stop?.abort();
    this.#song = song;
    this.#analysis = song ? this.#songs.heard(song.asset) : undefined;
    this.#fault = undefined;
    this.#progress = undefined;
    if (song && !this.#analysis) void this.#hear(song);
  }

  cancel(): void {
    this.#stop?.abort();
  }

  again(): void {
    if (this.#song && this.#progress === undefined) void this.#hear(this.#song);
  }

  async #hear(song: Song): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.#fault = undefined;
    this.#progress = 0;
    const heard = await this.#songs.hear(song, { signal: stop.signal, onProgress: (done) => this.#stop === stop && (this.#progress = done) }).catch((error: unknown) => {
      if (!(error instanceof FaultError)) throw error;
      return { ok: false as const, fault: error.fault };
    });
    if (this.#stop !== stop || this.#song !== song) return;
    // Progress that was on its way when the worker ended still arrives: from here on it is nobody's.
    [this.#stop, this.#progress] = [undefined, undefined];
    if (heard.ok) {
      this.#analysis = heard.value;
      this.onheard?.(heard.value);
    } else this.#fault = heard.fault;
  }
}

/** Has a hearing follow the song of a brief while the component lives that calls it. */
export function keepHearing(hearing: SongHearing, song: () => Song | null): void {
  $effect(() => {
    const wanted = song();
    untrack(() => hearing.follow(wanted));
  });
  $effect(() => () => hearing.follow(null));
}
