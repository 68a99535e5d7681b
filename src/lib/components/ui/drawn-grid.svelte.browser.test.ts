import { mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import RowsByName from './RowsByName.test-support.svelte';

const names = (count: number) => Array.from({ length: count }, (_, i) => `row ${i}`);
const grid = () => document.querySelector<HTMLElement>('[role=grid]')!;
const cell = (name: string) => document.querySelector<HTMLElement>(`[data-name="${name}"]`);
const focused = () => (document.activeElement as HTMLElement | null)?.dataset['name'] ?? (document.activeElement === grid() ? 'grid' : 'elsewhere');
/** What stands in line is done; a picture need not be drawn. */
const turn = () => new Promise((done) => setTimeout(done));
const press = () => document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  scrollTo(0, 0);
});

async function shown(step = 20) {
  const props = $state({ rows: names(400), step });
  const view = mount(RowsByName, { target: document.body, props });
  closers.push(() => unmount(view));
  await expect.poll(() => cell('row 0')).not.toBeNull();
  cell('row 0')!.focus();
  await expect.poll(focused).toBe('row 0');
  return props;
}

it('hears each of many quick keys, though the rows they lead to are not drawn yet', async () => {
  await shown();
  const had: string[] = [];
  for (let key = 0; key < 12; key += 1) {
    press();
    await turn();
    had.push(focused());
  }
  expect(had).not.toContain('elsewhere');
  await expect.poll(focused).toBe('row 240');
});

it('keeps the focus through any scrolling, and the cell has it again once it is back in sight', async () => {
  await shown();
  scrollTo(0, 20_000);
  await expect.poll(() => cell('row 0')).toBeNull();
  expect([focused(), grid().tabIndex]).toEqual(['grid', 0]);
  scrollTo(0, 0);
  await expect.poll(focused).toBe('row 0');
  expect([grid().tabIndex, scrollY]).toEqual([-1, 0]);
});

it('hands it to the row in the place of one that is taken away', async () => {
  const props = await shown(2);
  press();
  await expect.poll(focused).toBe('row 2');
  props.rows = names(400).filter((name) => name !== 'row 2');
  await expect.poll(focused).toBe('row 3');
});

it('lets go of it where the person presses beside the grid, and takes it back for nothing', async () => {
  const props = await shown();
  dispatchEvent(new PointerEvent('pointerdown'));
  (document.activeElement as HTMLElement).blur();
  await turn();
  dispatchEvent(new PointerEvent('pointerup'));
  props.rows = names(400).slice(5);
  await expect.poll(() => cell('row 0')).toBeNull();
  await turn();
  expect(focused()).toBe('elsewhere');
});
