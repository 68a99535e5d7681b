import { type PlacedClip, placedCut, sceneInCut } from '#core/domain/timeline/cut.ts';
import { clipSlate, sceneSlate } from '#core/domain/timeline/slate.ts';
import { clampScale, framesInSight, roomForFilm, scaleToFit, scrollAfterZoom, spansWithin } from '#core/domain/timeline/time-scale.ts';
import type { Span } from '#core/domain/timeline/timeline.ts';
import type { Clip, ClipStack } from '#core/schema/clip.ts';
import type { Project } from '#core/schema/project.ts';
import type { Scene, SceneStack } from '#core/schema/scene.ts';
import { CUT, type Transition } from '#core/schema/transition.ts';
import { TimelineShown } from './timeline-shown.svelte.ts';

/**
 * What a clip is drawn from. It says where the clip lies in its scene, not in the film: it stays the same object while what
 * comes before the scene changes, so that a trim draws the clips of one scene and not those of the whole film.
 */
export interface Block {
  /** The family's id: it stays the same when an alternate takes the clip's place. */
  readonly key: string;
  readonly clip: Clip;
  readonly stack: ClipStack;
  readonly slate: string;
  /** How the clip before it goes over into it. */
  readonly into: Transition;
  /** Its place in its scene, from 1. */
  readonly column: number;
  /** Frames from the start of its scene. */
  readonly from: number;
  /** Frames that it shares with the clip before it. */
  readonly overlap: number;
  /** The clip before it in the film. */
  readonly before: Pick<Block, 'clip' | 'slate'> | undefined;
}

/** A clip of the cut where it lies. */
export interface TimelineClip extends PlacedClip, Pick<Block, 'key' | 'slate' | 'into' | 'column'> {
  readonly kind: 'clip';
  readonly block: Block;
  readonly row: TimelineScene;
}

/** A scene from the start of its first clip to the end of its last; without clips it takes no time. */
export interface TimelineScene {
  readonly kind: 'scene';
  readonly key: string;
  readonly scene: Scene;
  readonly stack: SceneStack;
  readonly number: number;
  readonly slate: string;
  readonly place: Span;
}

export type TimelineCell = TimelineScene | TimelineClip;

/** A scene that is drawn, with those of its clips that are. */
export interface DrawnRow {
  readonly row: TimelineScene;
  /** The same list again where the same blocks are drawn. */
  readonly blocks: readonly Block[];
}

/** What of the film lies on the screen, how large, and where the keys are. */
export class TimelineState {
  #scale = $state(0);
  #left = $state(0);
  #width = $state(1);
  #at = $state<string | null>(null);
  /** Where the current clip was last: when it is gone, the next one stands there. */
  #place = 0;
  ripple = $state(true);
  snap = $state(true);
  readonly #film: () => Project;

  readonly shown = new TimelineShown();
  readonly #known: Known = { scenes: new WeakMap(), blocks: new Map() };
  readonly #laid = $derived.by(() => lay(this.#film(), this.#known));
  readonly #byKey = $derived(new Map<string, TimelineCell>([...this.#laid.scenes, ...this.#laid.clips].map((one) => [one.key, one])));
  readonly #current = $derived.by(() => {
    const current = this.find(this.#at);
    // What is before it may have come or gone.
    if (current?.kind === 'clip') this.#place = this.clips.indexOf(current);
    return current ?? this.clips[Math.min(this.#place, this.clips.length - 1)] ?? this.scenes[0];
  });
  readonly #spans = $derived(this.#laid.clips.map(({ place }) => place));
  readonly #length = $derived(this.#laid.clips.at(-1)?.place.end ?? 0);
  readonly #fit = $derived(roomForFilm(this.#length));
  readonly #shownScale = $derived(this.#scale === 0 ? scaleToFit(this.#fit, this.#width) : clampScale(this.#scale, this.#fit, this.#width));
  #drawnRows: readonly DrawnRow[] = [];
  readonly #rows = $derived.by(() => (this.#drawnRows = drawRows(this, this.#drawnRows)));
  readonly #inSight = $derived(framesInSight(this.#left - this.#width / 2, this.#width * 2, this.#shownScale));

  /** `film` gives the project as it stands. */
  constructor(film: () => Project) {
    this.#film = film;
  }

  get film(): Project {
    return this.#film();
  }

  get clips(): readonly TimelineClip[] {
    return this.#laid.clips;
  }

  get scenes(): readonly TimelineScene[] {
    return this.#laid.scenes;
  }

  /** Frames. */
  get length(): number {
    return this.#length;
  }

  /** CSS pixels that a frame takes. */
  get scale(): number {
    return this.#shownScale;
  }

  /** How wide the whole film is drawn, in CSS pixels. */
  get extent(): number {
    return Math.max(this.#width, this.#fit * this.#shownScale);
  }

  get left(): number {
    return this.#left;
  }

  get width(): number {
    return this.#width;
  }

  /** The frames that are drawn: those in sight and half a screen on either side. */
  get drawn(): Span {
    return this.#inSight;
  }

  /** The clips to be drawn. The current one is always among them, so that the focus is never lost. */
  get clipsInSight(): readonly TimelineClip[] {
    const [from, to] = spansWithin(this.#spans, this.#inSight);
    const seen = this.clips.slice(from, to);
    const { current } = this;
    if (current?.kind !== 'clip' || seen.includes(current)) return seen;
    return this.clips.indexOf(current) < from ? [current, ...seen] : [...seen, current];
  }

  /** The scenes and clips to be drawn. */
  get rows(): readonly DrawnRow[] {
    return this.#rows;
  }

  /** The cell that Tab reaches. */
  get current(): TimelineCell | undefined {
    return this.#current;
  }

  find(key: string | null): TimelineCell | undefined {
    return key === null ? undefined : this.#byKey.get(key);
  }

  focus(key: string): void {
    this.#at = key;
  }

  /** What the browser shows of the film. CSS pixels. */
  look(left: number, width: number): void {
    this.#left = left;
    this.#width = Math.max(1, width);
  }

  /** Zooms by a factor; resolves with where to scroll, so that what lies `anchor` pixels from the left edge stays there. */
  zoom(factor: number, anchor: number): number {
    const before = this.#shownScale;
    this.#scale = clampScale(before * factor, this.#fit, this.#width);
    this.#left = scrollAfterZoom(this.#left, anchor, before, this.#shownScale);
    return this.#left;
  }

  /** Shows the whole film. */
  zoomToFit(): void {
    this.#scale = 0;
    this.#left = 0;
  }
}

/** `before`: what was drawn last. What is drawn as it was is the same object again. */
function drawRows({ scenes, clipsInSight, current, drawn }: Pick<TimelineState, 'scenes' | 'clipsInSight' | 'current' | 'drawn'>, before: readonly DrawnRow[]): DrawnRow[] {
  const known = new Map(before.map((one) => [one.row.key, one]));
  const blocks = new Map<TimelineScene, Block[]>();
  for (const { row, block } of clipsInSight) {
    const own = blocks.get(row);
    if (own) own.push(block);
    else blocks.set(row, [block]);
  }
  const seen = scenes.filter((row) => row === current || (row.place.end >= drawn.start && row.place.start <= drawn.end) || blocks.has(row));
  return seen.map((row): DrawnRow => {
    const own = blocks.get(row) ?? [];
    const last = known.get(row.key);
    const isSame = last !== undefined && last.blocks.length === own.length && own.every((block, i) => block === last.blocks[i]);
    return isSame && last.row === row ? last : { row, blocks: isSame ? last.blocks : own };
  });
}

type Laid = { readonly row: TimelineScene; readonly clips: readonly TimelineClip[] };

/** How the film was laid out last. */
interface Known {
  readonly scenes: WeakMap<SceneStack, Laid>;
  /** By their keys. */
  readonly blocks: Map<string, Block>;
}

/** The same scenes, clips and blocks again where nothing in them changed and they lie where they lay: only what changed is drawn. */
function lay(film: Project, known: Known): { clips: TimelineClip[]; scenes: TimelineScene[] } {
  const placed = placedCut(film);
  const clips: TimelineClip[] = [];
  let end = 0;
  const scenes = film.scenes.map((stack, i): TimelineScene => {
    const scene = sceneInCut(stack);
    const own = placed.slice(clips.length, clips.length + scene.clips.length);
    const before = clips.at(-1)?.block;
    const place = { start: own[0]?.place.start ?? end, end: own.at(-1)?.place.end ?? end };
    end = place.end;
    const last = known.scenes.get(stack);
    const first = last?.clips[0]?.block;
    const isSame = last?.row.number === i + 1 && (!first || (first.overlap === own[0]?.place.overlap && first.before?.clip === before?.clip && first.before?.slate === before?.slate));
    const blocks = last && isSame ? last.clips.map(({ block }) => block) : blocksOf(i + 1, own, place.start, before, known.blocks);
    const laid = last && isSame && last.row.place.start === place.start ? last : layScene({ stack, scene, number: i + 1, place }, own, blocks);
    known.scenes.set(stack, laid);
    clips.push(...laid.clips);
    return laid.row;
  });
  return { clips, scenes };
}

/** `start`: the frame at which their scene begins. */
function blocksOf(number: number, own: readonly PlacedClip[], start: number, before: Block | undefined, known: Known['blocks']): Block[] {
  const blocks: Block[] = [];
  for (const [index, { stack, clip, place }] of own.entries()) {
    const previous = blocks.at(-1) ?? before;
    const next: Block = {
      key: stack.family,
      clip,
      stack,
      slate: clipSlate(number, index, clip.alternate),
      into: previous?.clip.transition ?? CUT,
      column: index + 1,
      from: place.start - start,
      overlap: place.overlap,
      before: previous && { clip: previous.clip, slate: previous.slate },
    };
    const last = known.get(next.key);
    const block = last && isSameBlock(last, next) ? last : next;
    known.set(block.key, block);
    blocks.push(block);
  }
  return blocks;
}

const isSameBlock = (one: Block, other: Block): boolean =>
  one.stack === other.stack &&
  one.clip === other.clip &&
  one.slate === other.slate &&
  one.from === other.from &&
  one.overlap === other.overlap &&
  one.before?.clip === other.before?.clip &&
  one.before?.slate === other.before?.slate;

function layScene({ stack, scene, number, place }: Pick<TimelineScene, 'stack' | 'scene' | 'number' | 'place'>, own: readonly PlacedClip[], blocks: readonly Block[]): Laid {
  const row: TimelineScene = { kind: 'scene', key: stack.family, scene, stack, number, slate: sceneSlate(number, scene.alternate), place };
  const clips = own.map((one, index): TimelineClip => {
    const block = blocks[index] as Block;
    const { key, slate, into, column } = block;
    return { ...one, kind: 'clip', key, slate, into, column, block, row };
  });
  return { row, clips };
}
