import { findClip, firstKeyframe } from '../../domain/timeline/cut.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import type { DeliveredFilm } from '../interchange/delivered-film.ts';

/** A picture of a clip, by its bytes' name. */
export interface SheetStill {
  readonly asset: Sha256;
  readonly type: string;
}

/** What of each clip can be shown on paper: the first frame of its take, else the keyframe that it starts on. */
export function sheetStills(project: Project, { clips }: DeliveredFilm, takes: readonly Take[]): ReadonlyMap<ClipId, SheetStill> {
  const byId = new Map(takes.map((take) => [take.id, take]));
  const posterOf = (take: Take | undefined): SheetStill | undefined => take && { asset: take.poster.sha256, type: take.poster.type };
  const stills = clips.map(({ id, shown }) => {
    const found = findClip(project, id);
    const keyframe = found && firstKeyframe(project, found)?.still;
    const drawn = keyframe?.kind === 'picture' ? { asset: keyframe.asset, type: keyframe.type } : posterOf(keyframe?.kind === 'take' ? byId.get(keyframe.take) : undefined);
    return [id, posterOf(shown ? byId.get(shown.take) : undefined) ?? drawn] as const;
  });
  return new Map(stills.filter((one): one is readonly [ClipId, SheetStill] => one[1] !== undefined));
}
