import type { Clip } from '../../schema/clip.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { clipSlate, sceneSlate } from '../timeline/slate.ts';

/** Takes that a film names and that are not there, by the clip that they belong to. */
export interface MissingTakes {
  readonly clip: ClipId;
  readonly slate: string;
  readonly scene: string;
  /** Whether the one that the clip shows is among them. */
  readonly shown: boolean;
  /** How many of the clip's takes and of its keyframes' are missing. */
  readonly count: number;
  /** When the latest of them came to the clip. Milliseconds since 1970. */
  readonly latest: number;
}

/** In the order of the film, alternates too. `isThere`: whether the gallery has a take. */
export function missingTakes({ scenes }: Pick<Project, 'scenes'>, isThere: (id: TakeId) => boolean): MissingTakes[] {
  return scenes.flatMap(({ members }, i) =>
    members.flatMap((scene) =>
      scene.clips.flatMap((stack, index) =>
        stack.members.flatMap((clip): MissingTakes[] => {
          const missing = takesOf(clip).filter(({ id }) => !isThere(id));
          if (missing.length === 0) return [];
          return [
            {
              clip: clip.id,
              slate: clipSlate(i + 1, index, clip.alternate),
              scene: scene.name.trim() || `Scene ${sceneSlate(i + 1, scene.alternate)}`,
              shown: missing.some(({ id }) => id === clip.selected),
              count: missing.length,
              latest: Math.max(...missing.map(({ addedAt }) => addedAt)),
            },
          ];
        }),
      ),
    ),
  );
}

const takesOf = ({ takes, keyframes }: Clip) => [...takes, ...keyframes.flatMap((keyframe) => keyframe.takes)];
