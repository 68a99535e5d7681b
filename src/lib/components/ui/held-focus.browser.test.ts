import { afterEach, beforeEach, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { heldFocus } from './held-focus.ts';

let root: HTMLElement;
let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = '<div id="held"></div><button id="other">Other</button>';
  root = document.querySelector<HTMLElement>('#held')!;
  stop = heldFocus(root);
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

const draw = (html: string) => (root.innerHTML = html);
const at = () => document.activeElement?.id ?? '';
const has = (id: string) => expect.poll(at).toBe(id);
/** Long enough for a focus that is not to move to have moved. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 120));

it('goes from what is taken away to what stands in its place, also when that comes later', async () => {
  draw('<div data-place="write"><button id="write">Write</button></div>');
  root.querySelector<HTMLElement>('#write')!.focus();
  draw('<div data-place="write"></div>');
  await settled();
  draw('<p><button id="elsewhere">Elsewhere</button></p><div data-place="write"><button id="cancel">Cancel</button></div>');
  await has('cancel');
});

it('leaves what is switched off', async () => {
  draw('<div data-place="run"><button id="pause">Pause</button><button id="cancel">Cancel</button></div>');
  const pause = root.querySelector<HTMLButtonElement>('#pause')!;
  pause.focus();
  pause.disabled = true;
  await has('cancel');
});

it('goes to another of its kind where the place is gone, and else to the first', async () => {
  const card = (n: number) => `<span data-place="bin-${n}"><button id="bin-${n}">Bin</button></span>`;
  draw(`<span data-place="write"><button id="write">Write</button></span>${card(0)}${card(1)}`);
  root.querySelector<HTMLElement>('#bin-1')!.focus();
  root.querySelector('[data-place="bin-1"]')!.remove();
  await has('bin-0');
  root.querySelector('[data-place="bin-0"]')!.remove();
  await has('write');
});

it('leaves the focus alone where a person has gone elsewhere, by Tab or by a press', async () => {
  draw('<div data-place="write"><button id="write">Write</button></div>');
  root.querySelector<HTMLElement>('#write')!.focus();
  document.querySelector<HTMLElement>('#other')!.focus();
  draw('<div data-place="write"><button id="cancel">Cancel</button></div>');
  await settled();
  expect(at()).toBe('other');
  root.querySelector<HTMLElement>('#cancel')!.focus();
  await userEvent.click(document.querySelector('#other')!);
  (document.activeElement as HTMLElement).blur();
  draw('<div data-place="write"><button id="write">Write</button></div>');
  await settled();
  expect(document.activeElement).toBe(document.body);
});
