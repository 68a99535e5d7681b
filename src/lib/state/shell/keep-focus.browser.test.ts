import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFocus } from './keep-focus.ts';

let stop: () => void;
beforeEach(() => {
  stop = keepFocus();
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

const item = (name: string): string => `<li><a href="#${name}">${name}</a><button>Rename ${name}</button><button>Delete ${name}</button></li>`;

function page(inside: string): void {
  document.body.innerHTML = `<main tabindex="-1">${inside}</main>`;
}

const button = (name: string): HTMLElement => [...document.querySelectorAll<HTMLElement>('button, [role=menuitem]')].find(({ textContent }) => textContent === name)!;
const focused = (): string => (document.activeElement === document.body ? 'nowhere' : (document.activeElement?.textContent ?? ''));
const settled = async (): Promise<void> => {
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
};

it('goes to the same control of the item in its place, at the end to the last one, and with none left to what stands before the list', async () => {
  page(`<section><h3>Versions</h3><button>New</button><ul>${['A', 'B', 'C'].map(item).join('')}</ul></section><button>Behind</button>`);
  button('Delete B').focus();
  button('Delete B').closest('li')!.remove();
  await expect.poll(focused).toBe('Delete C');
  button('Delete C').closest('li')!.remove();
  await expect.poll(focused).toBe('Delete A');
  document.querySelector('ul')!.remove();
  await expect.poll(focused).toBe('New');
});

it('goes to what stands before a button that vanishes or can be pressed no more, never into a field that is typed into', async () => {
  page('<div><button>First</button><input aria-label="Words" /><span><button>Vanishes</button></span><button>Last</button></div>');
  button('Vanishes').focus();
  button('Vanishes').remove();
  await expect.poll(focused).toBe('First');
  button('Last').focus();
  (button('Last') as HTMLButtonElement).disabled = true;
  await expect.poll(focused).toBe('First');
});

it('stays with a button that only waits until it can be pressed again', async () => {
  page('<button>First</button><button>Waits</button>');
  const waits = button('Waits') as HTMLButtonElement;
  waits.focus();
  waits.disabled = true;
  await settled();
  expect(focused()).not.toBe('First');
  waits.disabled = false;
  await expect.poll(focused).toBe('Waits');
});

it('behind a menu, goes by what opened it', async () => {
  page(`<ul>${['A', 'B'].map(item).join('')}</ul>`);
  button('Rename A').focus();
  document.body.insertAdjacentHTML('beforeend', '<div role="menu"><div role="menuitem" tabindex="-1">Bin</div></div>');
  button('Bin').focus();
  document.querySelector('[role=menu]')!.remove();
  document.querySelector('li')!.remove();
  await expect.poll(focused).toBe('Rename B');
});

it('leaves the focus where a person let go of it, and where it was given elsewhere', async () => {
  page(`<ul>${['A', 'B', 'C'].map(item).join('')}</ul>`);
  button('Delete A').focus();
  button('Delete A').blur();
  await new Promise((done) => setTimeout(done));
  button('Delete A').closest('li')!.remove();
  await settled();
  expect(focused()).toBe('nowhere');
  button('Delete B').focus();
  button('Delete B').closest('li')!.remove();
  document.querySelector('a')!.focus();
  await settled();
  expect(focused()).toBe('C');
});
