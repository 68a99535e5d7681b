import type { Action } from './action.ts';

const CLIP = '[role="gridcell"][data-cell]';
const ANY = '[data-cell]';
/** How long an answer of the page is waited for, in milliseconds. */
const ANSWER_MS = 20_000;

const board = (name: string, weight: number, run: Action['run']): Action => ({ place: 'Board', name, weight, run });

/** What a person does with a film on its board, by the keys that are there for it. */
export const BOARD_ACTIONS: readonly Action[] = [
  board('new scene', 1, (person) => person.press(/^(New scene|Scene)$/)),
  board('new clip', 4, (person) => person.key(ANY, 'n')),
  board('write on a clip', 6, async (person) => {
    if (!(await person.key(CLIP, 'Enter'))) return false;
    await person.write('Prompt');
    return true;
  }),
  board('move a clip', 4, (person) => person.key(CLIP, person.pick(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']), { altKey: true })),
  board('an alternate', 1, (person) => person.key(CLIP, 'A', { shiftKey: true })),
  board('swap alternates', 1, (person) => person.key(CLIP, 'a')),
  board('delete a clip', 1, (person) => person.key(CLIP, 'Delete')),
  board('undo', 2, (person) => person.key(ANY, 'z', { ctrlKey: true })),
  board('redo', 1, (person) => person.key(ANY, 'y', { ctrlKey: true })),
  board('generate a clip', 2, async (person) => {
    if (!(await person.key(CLIP, 'g'))) return false;
    const dialog = person.page.getByRole('dialog', { name: /^Generate clip/ });
    await dialog.getByRole('button', { name: 'Generate 1 take' }).and(person.page.locator(':enabled')).waitFor({ timeout: ANSWER_MS });
    await person.press(/^Generate 1 take$/);
    // A clip without a word is refused, in the dialog.
    const refused = dialog.getByRole('button', { name: 'Close', exact: true });
    await dialog.or(refused).first().waitFor({ state: 'detached', timeout: 1_000 }).catch(() => undefined);
    const stays = await dialog.isVisible();
    if (stays) await person.page.keyboard.press('Escape');
    else person.jobsWanted += 1;
    await dialog.waitFor({ state: 'detached', timeout: ANSWER_MS });
    return !stays;
  }),
];
