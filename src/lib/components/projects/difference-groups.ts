import type { Difference } from '#core/document/branch/compare.ts';
import type { Noun } from '#core/schema/edit-refusal.ts';
import type { Project } from '#core/schema/project.ts';
import { type SaidDifference, titlesOf } from './difference-words.ts';

/** Differences that a person takes or leaves together: those of one scene, the characters, and so on. */
export interface DifferenceGroup {
  readonly title: string;
  readonly differences: readonly SaidDifference[];
}

const KINDS: Partial<Record<Noun, string>> = {
  project: 'The film as a whole',
  story: 'Stories',
  character: 'Characters',
  style: 'Styles',
  'pool item': 'Pool',
  narration: 'Narration',
  caption: 'Captions',
  title: 'Titles',
  marker: 'Markers',
  note: 'Notes',
};

/** `said`: the differences in words; `film`: where the scenes are looked up. */
export function groupsOf(differences: readonly Difference[], said: readonly SaidDifference[], film: Project): readonly DifferenceGroup[] {
  const nouns = new Map(differences.map(({ id, what }) => [id, what]));
  const scenes = scenesOf(film);
  const titles = titlesOf(film);
  const groups = new Map<string, SaidDifference[]>();
  for (const one of said) {
    const scene = scenes.get(one.id);
    const group = scene === undefined ? (KINDS[nouns.get(one.id) as Noun] ?? 'Scenes and clips') : (titles.get(scene) ?? 'Scenes and clips');
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return [...groups].map(([title, all]) => ({ title, differences: all }));
}

/** The scene that each scene, clip and keyframe stands in, bin included. */
function scenesOf(film: Project): ReadonlyMap<string, string> {
  const scenes = new Map<string, string>();
  for (const scene of [...film.scenes.flatMap(({ members }) => members), ...film.bin.scenes]) {
    scenes.set(scene.id, scene.id);
    for (const clip of scene.clips.flatMap(({ members }) => members)) {
      for (const { id } of [clip, ...clip.keyframes]) scenes.set(id, scene.id);
    }
  }
  for (const { scene, clip } of film.bin.clips) {
    if (scene !== null) for (const { id } of [clip, ...clip.keyframes]) scenes.set(id, scene);
  }
  return scenes;
}
