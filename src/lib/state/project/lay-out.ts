import { layStoryboard } from '#core/document/commands/storyboard.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { plannedFilm } from '#core/domain/project/planned-film.ts';
import type { Storyboard } from '#core/schema/storyboard.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';

/**
 * Writes a storyboard into the film, beside the scenes that are there or instead of them, says so and
 * offers the way back. Answers whether it was written.
 */
export function layOutFilm(editor: Editor, shell: Pick<ShellState, 'announce' | 'toast'>, storyboard: Storyboard, instead: boolean): boolean {
  const laid = editor.run(layStoryboard(storyboard, { instead }));
  if (!laid.ok) {
    shell.toast('warn', explainRefusal(laid.fault));
    return false;
  }
  const { film } = editor;
  const run = (): void => {
    // Where something else was done since, the History takes it back step by step.
    if (editor.film !== film) return void shell.toast('warn', 'The film was changed since. The history of the project takes it back step by step.');
    editor.undo();
    shell.announce('The storyboard is taken back.');
  };
  const { scenes, clips } = plannedFilm(storyboard);
  shell.toast('good', `${scenes === 1 ? '1 scene' : `${scenes} scenes`} and ${clips === 1 ? '1 clip' : `${clips} clips`} are on the Board.`, { label: 'Undo', run });
  return true;
}
