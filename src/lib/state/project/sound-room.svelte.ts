import { type BeatGrid, beatGrid } from '#core/domain/timeline/beat-grid.ts';
import { toFrames } from '#core/domain/timeline/frame-rate.ts';
import { lyricAt, shownLines } from '#core/domain/project/lyrics.ts';
import { soundPlan } from '#core/film/sound/sound-plan.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Take } from '#core/schema/take.ts';
import type { Editor } from './board-actions.ts';
import type { FilmSound } from './film-sound.svelte.ts';
import { FilmPlayback } from './playback.svelte.ts';
import type { SongHearing } from './song-hearing.svelte.ts';
import { TimelineState } from './timeline.svelte.ts';

/** How near the lane can be looked at: times the whole. */
const NEAREST = 64;

/** A film as it is heard: its song with beats and parts, its clips under it, its narration and its words. */
export class SoundRoom {
  readonly editor: Editor;
  readonly sound: FilmSound;
  readonly hearing: SongHearing;
  /** Finds a take that is in the gallery. */
  readonly takes: (id: TakeId) => Take | undefined;
  readonly playback: FilmPlayback;
  readonly #cut: TimelineState;
  #zoom = $state(1);
  #width = $state(1);
  #left = $state(0);

  readonly #grid = $derived.by((): BeatGrid | undefined => {
    const { analysis } = this.hearing;
    return analysis && beatGrid(analysis, this.film.sound, this.rate);
  });
  readonly #songEnd = $derived.by(() => {
    const { seconds } = this.sound;
    return seconds === undefined ? 0 : this.film.sound.songAt + Math.max(0, toFrames(seconds, this.rate) - this.film.sound.songFrom);
  });
  readonly #length = $derived.by(() => (this.#cut.length > 0 ? this.#cut.length : Math.max(this.#songEnd, ...this.film.narration.map(({ at, length }) => at + length))));
  readonly #plan = $derived(soundPlan(this.film, (id) => this.takes(id), this.#length));
  readonly #extent = $derived(Math.max(1, this.#length, this.#songEnd));
  readonly #lines = $derived.by(() => shownLines(this.film, this.#songEnd === 0 ? undefined : toFrames(this.sound.seconds ?? 0, this.rate)));

  constructor(editor: Editor, sound: FilmSound, hearing: SongHearing, takes: (id: TakeId) => Take | undefined) {
    this.editor = editor;
    this.takes = takes;
    this.sound = sound;
    this.hearing = hearing;
    this.#cut = new TimelineState(() => editor.film);
    this.playback = new FilmPlayback(() => ({ length: this.#length, rate: this.rate }), sound);
  }

  get film(): Project {
    return this.editor.film;
  }

  get rate() {
    return this.film.settings.frameRate;
  }

  get clips() {
    return this.#cut.clips;
  }

  /** The film's length in frames: of its clips, or, while there are none, of what sounds. */
  get length(): number {
    return this.#length;
  }

  /** Whether the length is that of clips. */
  get hasClips(): boolean {
    return this.#cut.length > 0;
  }

  /** The frame after the song's last, though the film ends sooner; 0 without a song. */
  get songEnd(): number {
    return this.#songEnd;
  }

  /** What was heard in the song, in frames of the film. */
  get grid(): BeatGrid | undefined {
    return this.#grid;
  }

  /** All that sounds. */
  get plan() {
    return this.#plan;
  }

  /** The words that are shown at the playhead. */
  get line(): string | undefined {
    return lyricAt(this.#lines, this.playback.frame)?.text;
  }

  get lines() {
    return this.#lines;
  }

  /** How many frames the lane shows from end to end. */
  get extent(): number {
    return this.#extent;
  }

  /** CSS pixels that a frame takes. */
  get scale(): number {
    return (this.#width * this.#zoom) / this.#extent;
  }

  get width(): number {
    return this.#width;
  }

  get left(): number {
    return this.#left;
  }

  get zoom(): number {
    return this.#zoom;
  }

  set zoom(zoom: number) {
    this.#zoom = Math.max(1, Math.min(NEAREST, zoom));
  }

  /** What the browser shows of the lane. CSS pixels. */
  look(left: number, width: number): void {
    this.#left = left;
    this.#width = Math.max(1, width);
  }
}
