import type { NewPlace } from '../../domain/timeline/beat-cuts.ts';
import { type CutClip, cutOf, findClip } from '../../domain/timeline/cut.ts';
import type { ProposedScene } from '../../domain/timeline/section-scenes.ts';
import { layOut } from '../../domain/timeline/timeline.ts';
import { ClipContent } from '../../schema/clip.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import { CUT } from '../../schema/transition.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { clearFilm } from './clear-film.ts';
import { done, notFound, refuse } from './done.ts';
import { layScenes } from './lay-scenes.ts';
import { roomForScenes } from './make-room.ts';

const Place = ClipContent.pick({ length: true, gap: true, sourceStart: true });

/** Gives clips of the cut their lengths and gaps anew, all in one step. `name`: what stands behind "Undo". */
export const layClips =
  (places: readonly NewPlace[], name: string): Command<void> =>
  (edit) => {
    for (const { id, ...place } of places) {
      if (!findClip(edit.project, id)) return notFound('clip');
      if (!Place.safeParse(place).success) return refuse({ reason: 'value-invalid', field: 'length' });
    }
    for (const { id, length, gap, sourceStart } of places) {
      const clip = findClip(edit.project, id)!.clip;
      if (clip.length !== length || clip.gap !== gap || clip.sourceStart !== sourceStart) edit.set('clips', id, { length, gap, sourceStart });
    }
    return done(undefined, name);
  };

type SongScene = Pick<ProposedScene, 'name' | 'description' | 'lyrics' | 'clips' | 'before'>;

/**
 * Adds scenes with clips of given lengths, all in one step: at the film's end, or in the black before a clip, which nothing moves.
 * With `instead` they take the place of all scenes, which go into the bin with the words laid out with them.
 */
export const addSongScenes =
  (scenes: readonly SongScene[], { instead = false }: { readonly instead?: boolean } = {}): Command<readonly SceneId[]> =>
  (edit) => {
    if (scenes.some(({ clips }) => clips.some((length) => !Place.shape.length.safeParse(length).success))) return refuse({ reason: 'value-invalid', field: 'length' });
    const cut = instead ? [] : cutOf(edit.project);
    const groups = [...new Set(scenes.map(({ before }) => before))].map((before) => ({ before, group: scenes.filter((scene) => scene.before === before) }));
    for (const { before, group } of groups) {
      const next = cut.find(({ clip }) => clip.id === before)?.clip;
      if (before !== null && !next) return notFound('clip');
      if (next && next.gap < lengthOf(group)) return refuse({ reason: 'value-invalid', field: 'gap' });
    }
    if (instead) clearFilm(edit);
    const ids = groups.flatMap(({ before, group }) => fill(edit, cut, before, group));
    const name = scenes.length === 1 ? 'add a scene for the song' : `add ${scenes.length} scenes for the song`;
    return done(ids, instead ? `${name} instead` : name);
  };

const lengthOf = (scenes: readonly SongScene[]): number => scenes.flatMap(({ clips }) => clips).reduce((sum, length) => sum + length, 0);

/** Writes scenes in front of a clip, whose black becomes as much shorter; at the end for null. */
function fill(edit: Edit, cut: readonly CutClip[], before: ClipId | null, scenes: readonly SongScene[]): SceneId[] {
  const index = before === null ? cut.length : cut.findIndex(({ clip }) => clip.id === before);
  const next = cut[index];
  const ranks = roomForScenes(edit, edit.sceneFamilies, next?.scene.id ?? null, scenes.length);
  // What the clip before shares with the first new one is added to that, so that all lie where the song has them.
  const ahead = cut.slice(0, index).map(({ clip }) => clip);
  const shared = layOut([...ahead, { length: Infinity, gap: 0, transition: CUT }]).at(-1)!.overlap;
  const laid = scenes.map(({ name, description, lyrics, clips }, s) => ({ name, description, lyrics, clips: clips.map((length, c) => ({ length: length + (s + c === 0 ? shared : 0) })) }));
  if (next) edit.set('clips', next.clip.id, { gap: next.clip.gap - lengthOf(scenes) });
  return layScenes(edit, laid, ranks);
}
