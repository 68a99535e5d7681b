import { expect } from 'vitest';
import { placedCut } from '../domain/timeline/cut.ts';
import { Project } from '../schema/project.ts';

/** What holds of every project that can be read, however it came to be. */
export function expectInvariants(project: Project): void {
  expect(Project.safeParse(project).error).toBeUndefined();
  const stacks = [...project.scenes, ...project.scenes.flatMap(({ members }) => members.flatMap(({ clips }) => clips))];
  for (const { inCut, members } of stacks) {
    expect(members.filter(({ id }) => id === inCut)).toHaveLength(1);
    expect(new Set(members.map(({ alternate }) => alternate)).size).toBe(members.length);
    expect(members.map(({ alternate }) => alternate)).toEqual(members.map(({ alternate }) => alternate).sort((a, b) => a - b));
  }
  const scenes = [...project.scenes.flatMap(({ members }) => members), ...project.bin.scenes];
  const clips = [
    ...scenes.flatMap((scene) => scene.clips.flatMap(({ members }) => members)),
    ...project.bin.clips.map(({ clip }) => clip),
  ];
  const ids = [...scenes, ...clips, ...project.characters, ...project.styles, ...project.pool, ...project.markers, ...project.notes, ...project.stories, ...project.titles, ...project.captions, ...project.narration].map(
    ({ id }) => id as string,
  );
  expect(new Set(ids).size).toBe(ids.length);
  const characters = project.characters.map(({ id }) => id);
  const styles = project.styles.map(({ id }) => id);
  for (const clip of clips) {
    expect(characters).toEqual(expect.arrayContaining(clip.characters));
    if (clip.style !== null) expect(styles).toContain(clip.style);
    if (clip.selected !== null) expect(clip.takes.map(({ id }) => id)).toContain(clip.selected);
    const keyframes = clip.keyframes.map(({ id }) => id);
    if (clip.first !== null && clip.first !== 'inherit') expect(keyframes).toContain(clip.first);
    if (clip.last !== null) expect(keyframes).toContain(clip.last);
    for (const { still, takes } of clip.keyframes) {
      if (still?.kind === 'take') expect(takes.map(({ id }) => id)).toContain(still.take);
    }
  }
  for (const { about } of project.notes) {
    if (about.kind === 'scene' || about.kind === 'clip') expect(ids).toContain(about.id);
  }
  for (const { scene } of project.bin.clips) if (scene !== null) expect(ids).toContain(scene);
  const places = placedCut(project).map(({ place }) => place);
  places.forEach(({ start, end }, i) => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(places[i - 1]?.end ?? 0);
  });
}
