import type { Locator } from 'playwright';
import type { Action } from './action.ts';

const CLIP = '[role="gridcell"][data-cell]';
const ANY = '[data-cell]';
/** How long an answer of the page is waited for, in milliseconds. */
const ANSWER_MS = 60_000;

const board = (name: string, weight: number, run: Action['run']): Action => ({ place: 'Board', name, weight, run });

/** What a person does with a film on its board, by the keys that are there for it. */
export const BOARD_ACTIONS: readonly Action[] = [
  board('new scene', 1, (person) => person.press(/^(New scene|Scene)$/)),
  board('new clip', 4, (person) => person.key(ANY, 'n')),
  board('write on a clip', 6, async (person) => {
    if (!(await person.key(CLIP, 'Enter'))) return false;
    return unlessGone(person.write('Prompt'), person.page.getByRole('textbox', { name: 'Prompt', exact: true }));
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
    const make = dialog.getByRole('button', { name: 'Generate 1 take' }).and(person.page.locator(':enabled'));
    if (!(await unlessGone(make.waitFor({ timeout: ANSWER_MS }), dialog))) return false;
    await person.press(/^Generate 1 take$/);
    // A clip without a word is refused, in the dialog; else it closes.
    const refused = dialog.getByRole('alert');
    await Promise.race([dialog.waitFor({ state: 'detached', timeout: ANSWER_MS }), refused.waitFor({ timeout: ANSWER_MS })]);
    const stays = await refused.isVisible();
    if (stays) await person.page.keyboard.press('Escape');
    else person.jobsWanted += 1;
    await dialog.waitFor({ state: 'detached', timeout: ANSWER_MS });
    return !stays;
  }),
];

/** Whether something was done; false where what it was done to is not there, as when another tab has deleted the clip. */
async function unlessGone(doing: Promise<void>, what: Locator): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (error) {
    if ((await what.count()) > 0) throw error;
    return false;
  }
}
