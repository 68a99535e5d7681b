import { filmNotes } from '#core/domain/timeline/film-notes.ts';
import { toFrames } from '#core/domain/timeline/frame-rate.ts';
import { lyricAt, shownLines } from '#core/domain/project/lyrics.ts';
import type { Span } from '#core/domain/timeline/timeline.ts';
import type { Project } from '#core/schema/project.ts';
import type { FilmSound } from './film-sound.svelte.ts';
import { FilmPlayback } from './playback.svelte.ts';
import { type TimelineClip, type TimelineScene, TimelineState } from './timeline.svelte.ts';

/** How the film is looked at: a clip large, a scene with its clips in a row, or all clips. */
export type ScreeningView = 'clip' | 'scene' | 'grid';

/** A film that is shown to somebody: how, which clip of it, with which words. */
export class Screening {
  #view = $state<ScreeningView>('clip');
  /** Whether it plays on where the clip, or the scene, that is looked at ends. */
  playsOn = $state(true);
  showsLyrics = $state(true);
  showsPrompt = $state(false);
  showsNotes = $state(false);
  readonly timeline: TimelineState;
  readonly playback: FilmPlayback;
  readonly sound: FilmSound;
  readonly #film: () => Project;

  readonly #songFrames = $derived.by(() => {
    const { seconds } = this.sound;
    return seconds === undefined ? undefined : toFrames(seconds, this.rate);
  });
  readonly #lines = $derived.by(() => shownLines(this.#film(), this.#songFrames));
  readonly #notes = $derived.by(() => filmNotes(this.timeline.clips, this.#film().notes));

  constructor(film: () => Project, sound: FilmSound) {
    this.#film = film;
    this.sound = sound;
    this.timeline = new TimelineState(film);
    this.playback = new FilmPlayback(() => ({ length: this.timeline.length, rate: this.rate, within: this.#within }), sound);
  }

  get film(): Project {
    return this.#film();
  }

  get rate() {
    return this.#film().settings.frameRate;
  }

  get view(): ScreeningView {
    return this.#view;
  }

  set view(view: ScreeningView) {
    this.#view = view;
    if (view === 'grid') this.playback.stop();
  }

  get clips(): readonly TimelineClip[] {
    return this.timeline.clips;
  }

  /** The clip that is seen; where it is black, the one before. */
  get current(): TimelineClip | undefined {
    const { frame } = this.playback;
    return this.clips.findLast(({ place }) => place.start <= frame) ?? this.clips[0];
  }

  get scene(): TimelineScene | undefined {
    return this.current?.row;
  }

  /** The clips of the scene that is seen. */
  get sceneClips(): readonly TimelineClip[] {
    const { scene } = this;
    return this.clips.filter(({ row }) => row.key === scene?.key);
  }

  /** What is sung now; nothing where nobody sings or nobody wants to read it. */
  get line(): string | undefined {
    return this.showsLyrics ? lyricAt(this.#lines, this.playback.frame)?.text : undefined;
  }

  get hasLyrics(): boolean {
    return this.#lines.length > 0;
  }

  /** The notes on the clips of the cut, from the first frame on. */
  get notes() {
    return this.#notes;
  }

  /** Shows a clip from its first frame. */
  show(clip: TimelineClip): void {
    this.playback.seek(clip.place.start);
  }

  /** Goes to the clip, or the scene, after this one or before it; runs on if the film runs. */
  go(by: 1 | -1): void {
    const { current, scene, clips, timeline: { scenes } } = this;
    if (!current || !scene) return;
    const rows = scenes.filter(({ scene: { clips: own } }) => own.length > 0);
    const cells: readonly (TimelineClip | TimelineScene)[] = this.#view === 'scene' ? rows : clips;
    const at = this.#view === 'scene' ? rows.findIndex(({ key }) => key === scene.key) : clips.indexOf(current);
    const to = cells[at + by];
    if (!to) return;
    const plays = this.playback.playing;
    this.playback.seek(to.place.start);
    if (plays) this.playback.play();
  }

  get #within(): Span | undefined {
    if (this.playsOn) return undefined;
    return this.#view === 'scene' ? this.scene?.place : this.current?.place;
  }
}
