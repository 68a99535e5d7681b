import type { Clip } from '../../schema/clip.ts';
import type { CharacterId, ClipId, StyleId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { clipSlate } from '../timeline/slate.ts';

/** A clip, by its slate. */
export interface SlatedClip {
  readonly id: ClipId;
  readonly slate: string;
  /** Whether it is in the cut, or kept beside as an alternate. */
  readonly inCut: boolean;
}

/** The clips outside the bin that show a character, in the order of the film. */
export const clipsWithCharacter = (film: Pick<Project, 'scenes'>, id: CharacterId): SlatedClip[] => clipsThat(film, ({ characters }) => characters.includes(id));

/** The clips outside the bin that are generated in a style, in the order of the film. */
export const clipsInStyle = (film: Pick<Project, 'scenes'>, id: StyleId): SlatedClip[] => clipsThat(film, ({ style }) => style === id);

function clipsThat({ scenes }: Pick<Project, 'scenes'>, is: (clip: Clip) => boolean): SlatedClip[] {
  return scenes.flatMap(({ members, inCut: scene }, number) =>
    members.flatMap(({ id, clips }) =>
      clips.flatMap((stack, at) =>
        stack.members.filter(is).map((clip) => ({ id: clip.id, slate: clipSlate(number + 1, at, clip.alternate), inCut: id === scene && clip.id === stack.inCut })),
      ),
    ),
  );
}
