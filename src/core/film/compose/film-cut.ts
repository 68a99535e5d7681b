import { firstKeyframe, lastKeyframe, type CutClip, placedCut, sceneInCut } from '../../domain/timeline/cut.ts';
import { clipSlate } from '../../domain/timeline/slate.ts';
import type { CameraPath } from '../../schema/camera-path.ts';
import type { PictureDepth } from '../../schema/clip-depth.ts';
import type { FilmClip, FilmCut, FilmSource } from '../../schema/film-sheet.ts';
import type { Sha256, TakeId } from '../../schema/ids.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import { DRIFT, pathOfMove } from './camera.ts';

/** The shapes of a film as it is played live in the schema, since they cross over to accelerators. */
export type { FilmClip, FilmCut, FilmSource } from '../../schema/film-sheet.ts';

/**
 * The film of a project as it stands. A clip shows its selected take, else the still that it starts or
 * ends on, moved by its camera path or move, else its slate. `takes` finds a take that is in the gallery.
 */
export function filmCut(project: Project, takes: (id: TakeId) => Take | undefined): FilmCut {
  const slates = slatesOf(project);
  const clips = placedCut(project).map((one, i): FilmClip => {
    const { clip, place } = one;
    const source = sourceOf(project, one, takes);
    return {
      id: clip.id,
      slate: slates[i] ?? '',
      words: clip.name.trim() || clip.prompt.trim(),
      place,
      length: clip.length,
      sourceStart: clip.sourceStart,
      transition: clip.transition,
      source,
      camera: source.kind === 'still' ? cameraOf(clip, source.depth) : null,
      grade: clip.grade,
    };
  });
  const { name, settings, titles, captions } = project;
  return { name, rate: settings.frameRate, aspect: settings.aspect, fit: settings.fit, length: clips.at(-1)?.place.end ?? 0, clips, titles, captions };
}

/** How the camera moves over a clip's still: as drawn, else as its move says, else so little that depth is seen; null where it stands. */
export const cameraOf = ({ cameraPath, cameraMove }: Pick<CutClip['clip'], 'cameraPath' | 'cameraMove'>, depth?: PictureDepth): CameraPath | null =>
  cameraPath ?? (cameraMove !== null && cameraMove !== 'static' ? pathOfMove(cameraMove) : cameraMove === null && depth ? DRIFT : null);

/** How deep a picture looks in a clip; undefined where it is flat, or another picture than the one whose depth is known. */
export function depthOf({ depth }: Pick<CutClip['clip'], 'depth'>, picture: Sha256): PictureDepth | undefined {
  return depth?.picture === picture && depth.strength > 0 ? { map: depth.map, strength: depth.strength } : undefined;
}

type FoundPicture = { readonly asset: Sha256; readonly type: string };

/** The still that a clip shows, moved by its camera: its take where that is a picture, else the one that stands for a take. */
export function shownStill(project: Pick<Project, 'scenes'>, found: CutClip, takes: (id: TakeId) => Take | undefined): FoundPicture | undefined {
  const take = found.clip.selected === null ? undefined : takes(found.clip.selected);
  if (!take) return stillOf(project, found, takes);
  const { sha256: asset, type } = take.media;
  return type.startsWith('video/') ? undefined : { asset, type };
}

/** The still that stands for a clip without a take: the one that it starts on, else the one that it ends on. */
export function stillOf(project: Pick<Project, 'scenes'>, found: CutClip, takes: (id: TakeId) => Take | undefined): FoundPicture | undefined {
  for (const keyframe of [firstKeyframe(project, found), lastKeyframe(found.clip)]) {
    const picture = keyframe?.still && pictureOf(keyframe.still, takes);
    if (picture) return picture;
  }
  return undefined;
}

/** A picture of a still: a take that moves stands with its first frame. */
function pictureOf(still: Still, takes: (id: TakeId) => Take | undefined): FoundPicture | undefined {
  if (still.kind === 'picture') return { asset: still.asset, type: still.type };
  const take = takes(still.take);
  if (!take) return undefined;
  const { sha256, type } = take.media.type.startsWith('image/') ? take.media : take.poster;
  return { asset: sha256, type };
}

function sourceOf(project: Project, found: CutClip, takes: (id: TakeId) => Take | undefined): FilmSource {
  const take = found.clip.selected === null ? undefined : takes(found.clip.selected);
  if (take) {
    const { media: { sha256: asset, type }, recipe: { frames, frameRate } } = take;
    if (type.startsWith('video/')) return { kind: 'video', asset, type, frames, frameRate };
  }
  const still = shownStill(project, found, takes);
  if (!still) return { kind: 'slate' };
  const depth = depthOf(found.clip, still.asset);
  return { kind: 'still', ...still, ...(depth && { depth }) };
}

const slatesOf = ({ scenes }: Project): string[] =>
  scenes.flatMap((stack, i) => sceneInCut(stack).clips.map(({ members, inCut }, index) => clipSlate(i + 1, index, members.find(({ id }) => id === inCut)?.alternate)));
