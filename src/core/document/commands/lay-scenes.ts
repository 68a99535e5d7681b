import { generateNKeysBetween } from 'fractional-indexing';
import type { ClipContent } from '../../schema/clip.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { CharacterId, ClipId, KeyframeId, SceneId } from '../../schema/project-ids.ts';
import type { SceneContent } from '../../schema/scene.ts';
import type { Edit } from '../edit.ts';
import type { Changes } from './changes.ts';

/** A clip that is to be written, with the characters that it shows. */
export interface LaidClip extends Changes<Omit<ClipContent, 'length' | 'first'>> {
  readonly length: number;
  readonly characters?: readonly CharacterId[];
  /** The picture that it starts on, where that is there already. */
  readonly opensOn?: Still | undefined;
}

export interface LaidScene extends Changes<SceneContent> {
  readonly clips: readonly LaidClip[];
}

/** Writes whole scenes with their clips, each scene at its rank; says their ids. */
export function layScenes(edit: Edit, scenes: readonly LaidScene[], ranks: readonly string[]): SceneId[] {
  return scenes.map(({ clips, ...content }, s) => {
    const scene = edit.newId<SceneId>();
    edit.add('scenes', scene, { ...content, family: scene, number: 0, place: { rank: ranks[s] } });
    const clipRanks = generateNKeysBetween(null, null, clips.length);
    clips.forEach(({ characters = [], opensOn, ...clip }, c) => {
      const id = edit.newId<ClipId>();
      const shown = Object.fromEntries(characters.map((character) => [character, true]));
      const first = opensOn || (c === 0 && s > 0) ? ownStart(edit, id, opensOn ?? null) : undefined;
      edit.add('clips', id, { ...clip, characters: shown, first, family: id, number: 0, place: { scene, rank: clipRanks[c] } });
    });
    return scene;
  });
}

/** A new scene is another place: it begins on a still of its own, and inherits none from the scene before. */
function ownStart(edit: Edit, clip: ClipId, still: Still | null): KeyframeId {
  const id = edit.newId<KeyframeId>();
  edit.add('keyframes', id, { clip, prompt: '', still, createdAt: edit.now() });
  return id;
}
