import type { Clip, ClipStack } from '../../schema/clip.ts';
import type { Keyframe } from '../../schema/keyframe.ts';
import type { CharacterId, ClipId, KeyframeId, SceneId, StyleId } from '../../schema/project-ids.ts';
import type { Bin } from '../../schema/project.ts';
import type { Scene, SceneStack } from '../../schema/scene.ts';
import type { Family } from './families.ts';
import type { ClipRow, KeyframeRow, SceneRow } from './film-rows.ts';
import { share } from './share.ts';

/** What a clip may refer to: in the order of the cast, and only what is not in the bin. */
export interface Cast {
  readonly characters: readonly CharacterId[];
  readonly styles: ReadonlySet<StyleId>;
}

export interface Film {
  readonly scenes: SceneStack[];
  readonly bin: Pick<Bin, 'scenes' | 'clips'>;
}

/** A family of clips as it is read. */
interface ReadFamily {
  readonly cast: Cast;
  readonly keyframes: KeyframesByClip;
  /** Undefined where none of them lives. */
  readonly stack: ClipStack | undefined;
  readonly removed: readonly Clip[];
}

type KeyframesByClip = ReadonlyMap<string, readonly Keyframe[]>;

/** Puts a film together; what one change leaves as it was is not read again. */
export class FilmAssembler {
  readonly #read = new WeakMap<Family<ClipRow>, ReadFamily>();
  /** How each family was read last, by its id: what of it did not change stays the same object. */
  readonly #last = new Map<string, ReadFamily>();

  /**
   * Scenes and clips in their order. What two people changed apart may leave a word that means nothing
   * any more; it is read so that every id leads somewhere, and nothing is written.
   */
  assemble(scenes: readonly Family<SceneRow>[], clips: readonly Family<ClipRow>[], keyframes: KeyframesByClip, cast: Cast): Film {
    const sceneIds = new Set(scenes.flatMap(({ living, removed }) => [...living, ...removed].map(({ id }) => id)));
    const stacks = new Map<SceneId, ClipStack[]>();
    const removedClips: Bin['clips'] = [];
    for (const family of clips) {
      const { scene } = family.head;
      const home = scene !== null && sceneIds.has(scene) ? scene : null;
      const { stack, removed } = this.#readFamily(family, keyframes, cast);
      // Without a scene there is no place in the film for any of them.
      const binned = home === null ? [...(stack?.members ?? []), ...removed] : removed;
      removedClips.push(...binned.map((clip) => ({ scene: home, clip })));
      if (home === null || !stack) continue;
      const before = stacks.get(home);
      if (before) before.push(stack);
      else stacks.set(home, [stack]);
    }
    const toScene = ({ numbers }: Family<SceneRow>, row: SceneRow): Scene => ({
      id: row.id,
      alternate: numbers.get(row.id) as number,
      ...row.content,
      clips: stacks.get(row.id) ?? [],
    });
    return {
      scenes: scenes.flatMap((family) =>
        family.inCut
          ? [{ family: family.id as SceneId, inCut: family.inCut.id, members: family.living.map((row) => toScene(family, row)) }]
          : [],
      ),
      bin: {
        scenes: scenes.flatMap((family) => family.removed.map((row) => toScene(family, row))),
        clips: removedClips,
      },
    };
  }

  #readFamily(family: Family<ClipRow>, keyframes: KeyframesByClip, cast: Cast): ReadFamily {
    const known = this.#read.get(family);
    if (known?.keyframes === keyframes && known.cast === cast) return known;
    const clips = (rows: readonly ClipRow[]): Clip[] => rows.map((row) => readClip(family, row, keyframes.get(row.id) ?? [], cast));
    const before = this.#last.get(family.id);
    const { inCut } = family;
    const stack = inCut && share<ClipStack>(before?.stack, { family: family.id as ClipId, inCut: inCut.id, members: clips(family.living) });
    const read: ReadFamily = { keyframes, cast, stack, removed: share(before?.removed, clips(family.removed)) };
    this.#read.set(family, read);
    this.#last.set(family.id, read);
    return read;
  }
}

function readClip({ numbers }: Family<ClipRow>, row: ClipRow, keyframes: readonly Keyframe[], cast: Cast): Clip {
  const { content } = row;
  const own = (id: KeyframeId | null): KeyframeId | null => (keyframes.some((one) => one.id === id) ? id : null);
  return {
    ...content,
    id: row.id,
    alternate: numbers.get(row.id) as number,
    characters: cast.characters.filter((id) => row.characters.includes(id)),
    takes: [...row.takes],
    keyframes: [...keyframes],
    style: content.style !== null && cast.styles.has(content.style) ? content.style : null,
    first: content.first === 'inherit' ? 'inherit' : own(content.first),
    last: own(content.last),
    selected: row.takes.some(({ id }) => id === content.selected) ? content.selected : null,
  };
}

/** Each clip's keyframes, oldest first. */
export function keyframesByClip(rows: ReadonlyMap<string, KeyframeRow>): ReadonlyMap<string, readonly Keyframe[]> {
  const inOrder = [...rows.values()].sort(
    (a, b) => a.createdAt - b.createdAt || (a.keyframe.id < b.keyframe.id ? -1 : a.keyframe.id > b.keyframe.id ? 1 : 0),
  );
  const byClip = new Map<string, Keyframe[]>();
  for (const { clip, keyframe } of inOrder) {
    const others = byClip.get(clip);
    if (others) others.push(keyframe);
    else byClip.set(clip, [keyframe]);
  }
  return byClip;
}
