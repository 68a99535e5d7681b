import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { clipInCut, sceneInCut } from '#core/domain/cut.ts';
import { clipSlate, sceneSlate } from '#core/domain/slate.ts';
import type { Project } from '#core/schema/project.ts';
import type { Thing } from '../palette/offers.svelte.ts';

/** The scenes and clips of a film, to be found by name and prompt and shown on its Board. */
export function thingsOf({ id: project, scenes }: Project): readonly Thing[] {
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- it is resolved; the rule does not see past the query.
  const show = (id: string): void => void goto(`${resolve('/projects/[id]/board', { id: project })}?show=${id}`);
  return scenes.flatMap((stack, i): Thing[] => {
    const scene = sceneInCut(stack);
    const slate = `Scene ${sceneSlate(i + 1, scene.alternate)}`;
    const clips = scene.clips.map((one, index): Thing => {
      const { id, name, prompt, alternate } = clipInCut(one);
      const clip = `Clip ${clipSlate(i + 1, index, alternate)}`;
      return { id: `clip:${id}`, name: name.trim() ? `${clip}: ${name.trim()}` : clip, words: prompt, about: scene.name.trim() || slate, run: () => show(id) };
    });
    return [{ id: `scene:${scene.id}`, name: scene.name.trim() ? `${slate}: ${scene.name.trim()}` : slate, words: scene.description, about: 'Scene', run: () => show(scene.id) }, ...clips];
  });
}
