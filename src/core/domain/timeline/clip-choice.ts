import type { ClipId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { clipInCut, sceneInCut } from './cut.ts';
import { clipSlate } from './slate.ts';
import { fold, hasWords, searchWords } from '../takes/take-search.ts';

/** A clip of the cut to be chosen by its slate or its words. */
export interface ClipChoice {
  readonly id: ClipId;
  readonly slate: string;
  readonly name: string;
  readonly scene: string;
  readonly prompt: string;
}

/** The clips in the cut, in order. */
export function clipChoices({ scenes }: Pick<Project, 'scenes'>): readonly ClipChoice[] {
  return scenes.flatMap((stack, number) => {
    const scene = sceneInCut(stack);
    return scene.clips.map((one, index) => {
      const { id, alternate, name, prompt } = clipInCut(one);
      return { id, slate: clipSlate(number + 1, index, alternate), name, scene: scene.name, prompt };
    });
  });
}

/** Those whose slate begins with what is typed, first; then those whose name, scene or prompt has its words. */
export function findClips(choices: readonly ClipChoice[], typed: string): readonly ClipChoice[] {
  const slate = typed.trim().toLowerCase();
  if (slate === '') return choices;
  const words = searchWords(typed);
  const isSlated = (choice: ClipChoice): boolean => choice.slate.toLowerCase().startsWith(slate);
  const isFound = ({ name, scene, prompt }: ClipChoice): boolean => words.length > 0 && hasWords(fold(`${name}\n${scene}\n${prompt}`), words);
  return [...choices.filter(isSlated), ...choices.filter((choice) => !isSlated(choice) && isFound(choice))];
}
