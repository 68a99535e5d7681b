import type { PoolItem } from '../../schema/pool-item.ts';
import type { CharacterId, ClipId, StyleId } from '../../schema/project-ids.ts';
import { filesOfLora } from '../../schema/lora-use.ts';
import type { Project } from '../../schema/project.ts';
import { clipSlate } from '../timeline/slate.ts';

/** A place of the film where an asset is in use. */
export type PoolUse =
  | { readonly kind: 'clip'; readonly clip: ClipId; readonly slate: string; readonly as: 'take' | 'shown' | 'first keyframe' | 'last keyframe' | 'keyframe' }
  | { readonly kind: 'brief'; readonly as: 'picture' | 'song' }
  | { readonly kind: 'narration'; readonly name: string }
  | { readonly kind: 'character'; readonly id: CharacterId; readonly name: string }
  | { readonly kind: 'style'; readonly id: StyleId; readonly name: string };

type Item = Pick<PoolItem, 'asset' | 'take'>;

/** Everywhere outside the bin where an item of the pool is in use, in the order of the film. */
export function poolUses(project: Project, item: Item): readonly PoolUse[] {
  return [...clipUses(project, item), ...briefUses(project, item), ...narrationUses(project, item), ...shelfUses(project, item)];
}

function* clipUses({ scenes }: Project, { asset, take }: Item): Generator<PoolUse> {
  for (const [scene, { members }] of scenes.entries()) {
    for (const [at, stack] of members.flatMap(({ clips }) => [...clips.entries()])) {
      for (const clip of stack.members) {
        const here = { kind: 'clip', clip: clip.id, slate: clipSlate(scene + 1, at, clip.alternate) } as const;
        if (take !== null && clip.selected === take) yield { ...here, as: 'shown' };
        else if (take !== null && clip.takes.some(({ id }) => id === take)) yield { ...here, as: 'take' };
        for (const { id, still } of clip.keyframes) {
          if (!still || (still.kind === 'picture' ? still.asset !== asset : still.take !== take)) continue;
          yield { ...here, as: id === clip.first ? 'first keyframe' : id === clip.last ? 'last keyframe' : 'keyframe' };
        }
      }
    }
  }
}

function* briefUses({ brief }: Project, { asset }: Item): Generator<PoolUse> {
  if (brief.pictures.some((picture) => picture.asset === asset)) yield { kind: 'brief', as: 'picture' };
  if (brief.song?.asset === asset) yield { kind: 'brief', as: 'song' };
}

function* narrationUses({ narration }: Project, { asset }: Item): Generator<PoolUse> {
  for (const one of narration) if (one.asset === asset) yield { kind: 'narration', name: one.name };
}

function* shelfUses({ characters, styles }: Project, { asset }: Item): Generator<PoolUse> {
  for (const { id, name, references, lora } of characters) {
    if ((lora && filesOfLora(lora).includes(asset)) || references.some((one) => one.asset === asset)) yield { kind: 'character', id, name };
  }
  for (const { id, name, loras } of styles) if (loras.some((one) => filesOfLora(one).includes(asset))) yield { kind: 'style', id, name };
}
