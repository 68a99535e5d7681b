import { clipInCut, sceneInCut } from '#core/domain/timeline/cut.ts';
import { clipSlate } from '#core/domain/timeline/slate.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';

/** What stands on the slates of the clips in the cut. */
export const slatesOf = ({ scenes }: Pick<Project, 'scenes'>): ReadonlyMap<ClipId, string> =>
  new Map(
    scenes.flatMap((stack, i) =>
      sceneInCut(stack).clips.map((clips, index) => {
        const { id, alternate } = clipInCut(clips);
        return [id, clipSlate(i + 1, index, alternate)] as const;
      }),
    ),
  );
