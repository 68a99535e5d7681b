import { cutOf } from '../../domain/timeline/cut.ts';
import type { CharacterId, SceneId, StyleId } from '../../schema/project-ids.ts';
import type { ReferencePicture } from '../../schema/character.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { Still } from '../../schema/keyframe.ts';
import { type PlannedCharacter, type PlannedClip, Storyboard } from '../../schema/storyboard.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { assetChanges } from './asset-set.ts';
import { clearFilm } from './clear-film.ts';
import { done, notFound, refuse } from './done.ts';
import { type LaidClip, layScenes } from './lay-scenes.ts';
import { layWords } from './lay-words.ts';
import { roomForScenes } from './make-room.ts';
import { rankAtEnd, ranksAtEnd } from './shelf.ts';

/**
 * Writes a storyboard into the film as one change: its characters, its style, its titles and captions, and its scenes behind
 * those that are there. With `instead` they take their place, and those before go into the bin with the words laid out with
 * them. A character or a
 * style that the project has already under that name is used as it is.
 */
export const layStoryboard =
  (storyboard: Storyboard, { instead = false }: { readonly instead?: boolean } = {}): Command<readonly SceneId[]> =>
  (edit) => {
    const checked = Storyboard.safeParse(storyboard);
    if (!checked.success || !castIsWhole(checked.data)) return refuse({ reason: 'value-invalid', field: 'storyboard' });
    const { scenes, characters, style } = checked.data;
    const pictures = picturesOf(edit);
    if (characters.some(({ references }) => references.some((asset) => !pictures.has(asset)))) return notFound('picture');
    const cast = castOf(edit, characters, pictures);
    const look = style && styleOf(edit, style);
    if (instead) clearFilm(edit);
    const closing = scenes.at(-1)?.clips.at(-1);
    const laidClip = (clip: PlannedClip): LaidClip => {
      const { name, prompt, role, shot, cameraMove, length, transition } = clip;
      const shown = clip.characters.map((place) => cast[place] as CharacterId);
      return { name, prompt, role, shot, cameraMove, length, transition, style: look, characters: shown, ...(clip === closing && { opensOn: packShot(clip, characters, pictures) }) };
    };
    const laid = scenes.map(({ name, description, prompt, lyrics, clips }) => ({ name, description, prompt, lyrics, clips: clips.map((clip) => laidClip(clip)) }));
    const ids = layScenes(edit, laid, roomForScenes(edit, edit.sceneFamilies, null, laid.length));
    layWords(edit, scenes, ids, instead ? [] : cutOf(edit.project).map(({ clip }) => clip));
    return done(ids, instead ? 'lay out the storyboard instead' : 'lay out the storyboard');
  };

/** A film that ends by asking for something ends on the very picture of what it is about, where there is one. */
function packShot({ role, characters: shown }: PlannedClip, characters: readonly PlannedCharacter[], pictures: ReadonlyMap<Sha256, ReferencePicture>): Still | undefined {
  const picture = role === 'call-to-action' ? shown.flatMap((place) => characters[place]?.references ?? []).flatMap((asset) => pictures.get(asset) ?? [])[0] : undefined;
  return picture && { kind: 'picture', ...picture };
}

/** Whether every clip shows only characters that there are. */
const castIsWhole = ({ scenes, characters }: Storyboard): boolean =>
  scenes.every(({ clips }) => clips.every((clip) => clip.characters.every((place) => place < characters.length)));

/** The pictures that the project has, by their hash: those of its brief, its pool and its cast. */
function picturesOf({ project }: Edit): ReadonlyMap<Sha256, ReferencePicture> {
  const all = [...project.pool.filter(({ kind }) => kind === 'image'), ...project.characters.flatMap(({ references }) => references), ...project.brief.pictures];
  return new Map(all.map(({ asset, type, name }) => [asset, { asset, type, name }]));
}

function castOf(edit: Edit, planned: readonly PlannedCharacter[], pictures: ReadonlyMap<Sha256, ReferencePicture>): CharacterId[] {
  const present = planned.map(({ name }) => edit.project.characters.find((one) => one.name === name)?.id);
  const ranks = ranksAtEnd(edit, 'characters', present.filter((id) => id === undefined).length).values();
  return planned.map(({ references, ...content }, i) => {
    const known = present[i];
    if (known) return known;
    const id = edit.newId<CharacterId>();
    const shown = references.map((asset) => pictures.get(asset) as ReferencePicture);
    edit.add('characters', id, { ...content, references: assetChanges({ values: [], ranks: [] }, shown), rank: ranks.next().value });
    return id;
  });
}

function styleOf(edit: Edit, { name, prompt }: NonNullable<Storyboard['style']>): StyleId {
  const known = edit.project.styles.find((one) => one.name === name && one.prompt === prompt);
  if (known) return known.id;
  const id = edit.newId<StyleId>();
  edit.add('styles', id, { name, prompt, rank: rankAtEnd(edit, 'styles') });
  return id;
}
