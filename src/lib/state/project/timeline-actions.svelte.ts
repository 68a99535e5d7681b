import { boardOf, stepClips } from '#core/domain/timeline/board-order.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { filmFrames } from '#core/domain/timeline/shown-at.ts';
import { formatTimecode } from '#core/domain/timeline/timecode.ts';
import { ofKind } from '#core/domain/timeline/transition-room.ts';
import { transitionWords } from '#core/domain/timeline/transition-words.ts';
import { putClipInCut } from '#core/document/commands/alternate.ts';
import { addClip, duplicateClip, moveClips, removeClips } from '#core/document/commands/clip.ts';
import { placeClip, slipClip, trimClip } from '#core/document/commands/place.ts';
import { duplicateScene, removeScenes } from '#core/document/commands/scene.ts';
import { splitClip } from '#core/document/commands/split-join.ts';
import { setTransition } from '#core/document/commands/transition.ts';
import type { Command } from '#core/document/project-document.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Transition } from '#core/schema/transition.ts';
import type { Take } from '#core/schema/take.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';
import type { TimelineCell, TimelineClip, TimelineScene, TimelineState } from './timeline.svelte.ts';

/** What was refused, at which clip, and what would be possible instead. */
export interface Refused {
  readonly key: string;
  readonly sentence: string;
  readonly offer: { readonly label: string; run(): void } | undefined;
}

/** What a person does on the timeline. Each says what it did; what is refused is shown where it was tried. */
export class TimelineActions {
  #refused = $state.raw<Refused | null>(null);
  readonly #editor: Editor;
  readonly #timeline: TimelineState;
  readonly #takes: (id: TakeId) => Take | undefined;
  readonly #shell: Pick<ShellState, 'announce'>;

  constructor(editor: Editor, timeline: TimelineState, takes: (id: TakeId) => Take | undefined, shell: Pick<ShellState, 'announce'>) {
    this.#editor = editor;
    this.#timeline = timeline;
    this.#takes = takes;
    this.#shell = shell;
  }

  get refused(): Refused | null {
    return this.#refused;
  }

  dismiss(): void {
    this.#refused = null;
  }

  /** Cuts frames from an edge, or gives them back where `by` is negative. */
  trim(cell: TimelineClip, edge: 'start' | 'end', by: number): void {
    if (by === 0) return;
    const { ripple } = this.#timeline;
    this.#run(cell, trimClip(cell.clip.id, { edge, by, ripple, source: this.source(cell) }), {
      said: (now) => `${now.clip.length} frames, to ${this.#timecode(now.place.end)}.`,
      instead: (nearest) => ({ label: `Make it ${nearest === 1 ? '1 frame' : `${nearest} frames`}`, by: cell.clip.length - nearest, again: (found, by) => this.trim(found, edge, by) }),
    });
  }

  slip(cell: TimelineClip, by: number): void {
    if (by === 0) return;
    this.#run(cell, slipClip(cell.clip.id, by, this.source(cell)), {
      said: (now) => `Shows its take from frame ${now.clip.sourceStart}.`,
      instead: (nearest) => ({ label: `Show it from frame ${nearest}`, by: nearest - cell.clip.sourceStart, again: (found, by) => this.slip(found, by) }),
    });
  }

  /** Puts a clip at a frame of the film, with all others staying where they are. */
  place(cell: TimelineClip, at: number): void {
    if (at === cell.place.start) return;
    this.#run(cell, placeClip(cell.clip.id, at), {
      said: (now) => `Begins at ${this.#timecode(now.place.start)}.`,
      instead: (nearest) => ({ label: `Put it at ${this.#timecode(nearest)}`, by: nearest, again: (found, to) => this.place(found, to) }),
    });
  }

  /** One place earlier or later in the film; the others close up. */
  step(cell: TimelineClip, direction: 'left' | 'right'): void {
    const to = stepClips(boardOf(this.#editor.film), new Set([cell.clip.id]), direction);
    if (!to) return this.#shell.announce(direction === 'left' ? 'Already the first clip.' : 'Already the last clip.');
    this.#run(cell, moveClips([cell.clip.id], to), { said: (now) => `Now clip ${now.slate}.` });
  }

  /** Puts a clip before another one, or at the film's end. */
  reorder(cell: TimelineClip, before: TimelineClip | undefined): void {
    const scene = before?.scene ?? this.#timeline.scenes.at(-1)?.scene;
    if (!scene || before?.key === cell.key) return;
    this.#run(cell, moveClips([cell.clip.id], { scene: scene.id, before: before?.clip.id ?? null }), { said: (now) => `Now clip ${now.slate}.` });
  }

  /** Parts a clip at a frame of the film. */
  split(cell: TimelineClip, at: number): void {
    this.#run(cell, splitClip(cell.clip.id, at - cell.place.start), { said: () => `Clip ${cell.slate} is two clips now.` });
  }

  /** A dissolve into the next clip, as long as fits, or a plain cut. */
  toggleDissolve(cell: TimelineClip): void {
    this.transition(cell, ofKind(cell.clip.transition.kind === 'cut' ? 'dissolve' : 'cut', this.#pieces(), this.#timeline.clips.indexOf(cell)));
  }

  /** Says how a clip goes over into the next one; answers why not. */
  transition(cell: TimelineClip, transition: Transition): EditRefusal | undefined {
    return this.#run(cell, setTransition(cell.clip.id, transition), {
      said: (now) => `Clip ${now.slate}: ${transitionWords(transition) || 'Cuts into the next'}.`,
      instead: (nearest) => ({ label: `Make it ${nearest === 1 ? '1 frame' : `${nearest} frames`}`, by: nearest, again: (found, frames) => void this.transition(found, { ...transition, frames } as Transition) }),
    });
  }

  /** Makes a transition longer, or shorter where `by` is negative. Frames. */
  stretchTransition(cell: TimelineClip, by: number): void {
    const { transition } = cell.clip;
    if (transition.kind === 'cut') this.#shell.announce(`Clip ${cell.slate} cuts into the next.`);
    else if (transition.frames + by < 1) this.#shell.announce('It is one frame long already.');
    else this.transition(cell, { ...transition, frames: transition.frames + by });
  }

  #pieces() {
    return this.#timeline.clips.map(({ clip }) => clip);
  }

  /** Puts the next of its alternates into the cut. */
  swap(cell: TimelineClip): void {
    const { members } = cell.stack;
    const next = members[(members.findIndex(({ id }) => id === cell.clip.id) + 1) % members.length];
    if (!next || members.length < 2) return this.#shell.announce('This clip has no alternate.');
    this.#run(cell, putClipInCut(next.id), { said: (now) => `Clip ${now.slate} is in the cut.` });
  }

  /** A new clip right behind a clip, or at the end of a scene; answers its cell's key. */
  addClip(cell: TimelineCell): ClipId | undefined {
    const { scene } = cell;
    const next = cell.kind === 'clip' ? scene.clips[scene.clips.findIndex(({ family }) => family === cell.key) + 1] : undefined;
    return this.#make(cell, addClip({ scene: scene.id, before: next?.inCut ?? null }), 'New clip. Its prompt is written on the Board.');
  }

  /** A copy of a clip or a scene right behind it. */
  duplicate(cell: TimelineCell): void {
    const said = `${titled(cell)} has a copy right behind it.`;
    if (cell.kind === 'clip') this.#make(cell, duplicateClip(cell.clip.id), said);
    else this.#make(cell, duplicateScene(cell.scene.id), said);
  }

  /** Puts a scene and its alternates into the bin. */
  removeScene(cell: TimelineScene): void {
    this.#make(cell, removeScenes(cell.stack.members.map(({ id }) => id)), `${titled(cell)} is in the bin. Undo brings it back.`);
  }

  /** Puts a clip and its alternates into the bin; without ripple black stays. */
  remove(cell: TimelineClip): void {
    const { ripple } = this.#timeline;
    this.#run(cell, removeClips(cell.stack.members.map(({ id }) => id), { ripple }), { said: () => `Clip ${cell.slate} is in the bin. Undo brings it back.` });
  }

  /** The frames of the film that a clip's take could fill; undefined without a take. */
  source({ clip }: Pick<TimelineClip, 'clip'>): number | undefined {
    const take = clip.selected === null ? undefined : this.#takes(clip.selected);
    // A still can stand for any time.
    return take && take.recipe.frames > 1 ? filmFrames(take.recipe, this.#editor.film.settings.frameRate) : undefined;
  }

  #timecode(frame: number): string {
    return formatTimecode(frame, this.#editor.film.settings.frameRate);
  }

  #make<Value>({ key }: TimelineCell, command: Command<Value>, said: string): Value | undefined {
    const result = this.#editor.run(command);
    const sentence = result.ok ? said : explainRefusal(result.fault);
    this.#refused = result.ok ? null : { key, sentence, offer: undefined };
    this.#shell.announce(sentence);
    return result.ok ? result.value : undefined;
  }

  #run<Value>(cell: TimelineClip, command: Command<Value>, { said, instead }: Words): EditRefusal | undefined {
    const result = this.#editor.run(command);
    if (result.ok) {
      this.#refused = null;
      const now = this.#timeline.find(cell.key);
      this.#shell.announce(said(now?.kind === 'clip' ? now : cell));
      return undefined;
    }
    const { fault } = result;
    const nearest = 'nearest' in fault ? fault.nearest : 'longest' in fault && fault.longest > 0 ? fault.longest : undefined;
    const offered = nearest === undefined ? undefined : instead?.(nearest);
    const run = (): void => {
      const found = this.#timeline.find(cell.key);
      if (offered && found?.kind === 'clip') offered.again(found, offered.by);
    };
    // In timecode, as everything else on the timeline.
    const sentence = fault.reason === 'position-taken' || fault.reason === 'position-negative'
      ? explainRefusal(fault).replace(`frame ${fault.nearest}`, this.#timecode(fault.nearest))
      : explainRefusal(fault);
    this.#refused = { key: cell.key, sentence, offer: offered && { label: offered.label, run } };
    this.#shell.announce(sentence);
    return fault;
  }
}

const titled = ({ kind, slate }: TimelineCell): string => `${kind === 'clip' ? 'Clip' : 'Scene'} ${slate}`;

interface Words {
  said(now: TimelineClip): string;
  /** What to do with the nearest that is possible. */
  instead?(nearest: number): { readonly label: string; readonly by: number; again(found: TimelineClip, by: number): void };
}
