import { type Component, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { addCharacter } from '#core/document/commands/character.ts';
import { addToPool, type NewPoolItem } from '#core/document/commands/pool.ts';
import { addStyle } from '#core/document/commands/style.ts';
import type { Command } from '#core/document/project-document.ts';
import { sampleFilm, take } from '#core/document/sample-film.test-support.ts';
import type { Take } from '#core/schema/take.ts';
import { CastActions } from '#lib/state/project/cast-actions.ts';
import { Assets } from '#lib/state/store/assets.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import CastHouse from '../../../../tests/fixtures/CastHouse.svelte';
import { someHash, someTake } from '../../../../tests/contract/samples.ts';
import type { CastView } from './cast-view.ts';
import StyleDetail from './StyleDetail.svelte';
import ReferencePictures from './ReferencePictures.svelte';
import StyleFromTake from './StyleFromTake.svelte';

let shown: object | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  document.body.replaceChildren();
});

const NAME = 'Woodcut on rough paper '.repeat(400);

/** A part of Cast & styles on a film with one character and one style. */
function open(part: unknown, takes: readonly Take[] = [], { blobs, pool }: { blobs: BlobStore; pool: readonly NewPoolItem[] } = { blobs: openMemoryStorage().blobs, pool: [] }) {
  const { document: film } = sampleFilm();
  take(film.run(addCharacter({ name: 'Ada' })));
  take(film.run(addStyle({ name: NAME })));
  if (pool.length > 0) take(film.run(addToPool(pool)));
  const heard: string[] = [];
  const looked: string[] = [];
  const said: string[] = [];
  const shell = { announce: (words: string) => heard.push(words), toast: (_: string, words: string) => said.push(words) };
  let project = $state.raw(film.project);
  const editor = {
    get film() {
      return project;
    },
    get undoName() {
      return film.undoName;
    },
    run<Value>(command: Command<Value>) {
      const result = film.run(command);
      project = film.project;
      return result;
    },
    undo: () => film.undo(),
  };
  const view = {
    get film() {
      return project;
    },
    actions: new CastActions(editor as never, shell),
    readOnly: false,
    look: (id: string) => looked.push(id),
  } as unknown as CastView;
  const assets = new Assets(blobs, shell);
  const parts = { batches: {}, engine: { manifest: null }, jobs: { records: [] }, blobs };
  const gallery = { takes, get: (id: string) => takes.find((one) => one.id === id), number: () => 1, posterUrl: () => undefined };
  shown = mount(CastHouse, { target: document.body, props: { studio: { ...parts, assets, shell, gallery } as unknown as Studio, view, part: part as Component<never> as never } });
  flushSync();
  return { film, heard, looked, said, names: () => film.project.characters[0]!.references.map(({ name }) => name) };
}

async function picture(name: string, colour: string): Promise<File> {
  const canvas = new OffscreenCanvas(32, 32);
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 32, 32);
  return new File([await canvas.convertToBlob()], `${name}.png`, { type: 'image/png' });
}

/** The files as a drag or the clipboard carries them. */
function carried(...files: readonly File[]): DataTransfer {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data;
}

const section = () => document.querySelector('section[aria-label="Reference pictures"]')!;
const button = (name: string) => document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!;

it('takes pictures of a character that are dropped or pasted, each once, says what is none, and puts them in another order', async () => {
  const { film, heard, names } = open(ReferencePictures);
  const [ada, bea] = [await picture('ada', 'red'), await picture('bea', 'blue')];
  const over = new DragEvent('dragover', { dataTransfer: carried(ada), cancelable: true, bubbles: true });
  section().dispatchEvent(over);
  expect(over.defaultPrevented).toBe(true);
  section().dispatchEvent(new DragEvent('drop', { dataTransfer: carried(ada, new File(['words'], 'lie.png', { type: 'image/png' })), cancelable: true, bubbles: true }));
  await vi.waitFor(() => expect(names()).toEqual(['ada']));
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('lie.png'));
  window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried(bea, ada), cancelable: true, bubbles: true }));
  await vi.waitFor(() => expect(names()).toEqual(['ada', 'bea']));
  expect(heard).toEqual(['1 picture added.', '1 picture added.']);

  flushSync();
  expect(['Move picture 1 earlier', 'Move picture 2 later'].map((name) => button(name).ariaDisabled)).toEqual(['true', 'true']);
  button('Move picture 1 earlier').click();
  expect(names()).toEqual(['ada', 'bea']);
  // Whoever moves it by keys stays on it, both ways.
  for (const [press, at, after] of [['Move picture 1 later', 'Move picture 2 later', ['bea', 'ada']], ['Move picture 2 earlier', 'Move picture 1 earlier', ['ada', 'bea']], ['Move picture 2 earlier', 'Move picture 1 earlier', ['bea', 'ada']]] as const) {
    button(press).focus();
    button(press).click();
    await vi.waitFor(() => expect(names()).toEqual(after));
    await vi.waitFor(() => expect(document.activeElement?.ariaLabel).toBe(at));
  }
  expect(heard.at(-1)).toBe('Picture 1 of 2.');
  flushSync();
  button('Remove picture 1').click();
  expect(names()).toEqual(['ada']);
  film.undo();
  expect(names()).toEqual(['bea', 'ada']);
});

it('does not take what is dragged or pasted where it is no file', () => {
  const { names } = open(ReferencePictures);
  const text = new DataTransfer();
  text.setData('text/plain', 'words');
  for (const event of [new DragEvent('drop', { dataTransfer: text, cancelable: true, bubbles: true }), new ClipboardEvent('paste', { clipboardData: text, cancelable: true, bubbles: true })]) {
    section().dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  }
  expect(names()).toEqual([]);
});

it('saves the way a take was made as a style, without its prompt, and offers none that was only brought in', async () => {
  const { recipe } = someTake();
  const loras = [{ asset: someHash('c'), name: 'ink', weight: 0.5 }];
  const made = someTake({ recipe: { ...recipe, prompt: 'a gull', negativePrompt: 'blur', steps: 31, guidance: 4.5, loras } });
  const brought = someTake({ recipe: { ...recipe, mode: 'brought' } });
  const { film, looked } = open(StyleFromTake, [brought, made]);
  await vi.waitFor(() => expect(document.querySelectorAll('input[type=radio]')).toHaveLength(1));
  document.querySelector('form')!.requestSubmit();
  const style = film.project.styles.at(-1);
  expect(style).toMatchObject({ name: 'As Take 1', model: recipe.model.id, prompt: '', negativePrompt: 'blur', steps: 31, guidance: 4.5, loras, preview: made.id });
  expect(looked).toEqual([style!.id]);
});

it('gives a style to the whole film with one press, takes it off with one more, and says each', () => {
  const { film, said } = open(StyleDetail);
  const press = (name: string) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent.includes(name))!.click();
  const inStyle = () => film.project.scenes.flatMap(({ members }) => members.flatMap(({ clips }) => clips.map((stack) => stack.members[0]!.style)));
  const [style] = film.project.styles;
  press('Apply to the whole film');
  flushSync();
  expect(inStyle()).toEqual([style!.id, style!.id, style!.id]);
  expect(film.undoName).toBe('apply a style to 3 clips');
  press('Take off the whole film');
  expect(inStyle()).toEqual([null, null, null]);
  expect(said).toEqual([`${NAME.slice(0, 60).trimEnd()}… is applied to 3 clips.`, `${NAME.slice(0, 60).trimEnd()}… is off 3 clips.`]);
  flushSync();
  // The heading of the details shows a part of the name, its field all of it.
  const heading = document.querySelector('h2')!;
  expect(heading.scrollHeight).toBeGreaterThan(heading.clientHeight);
  expect(heading.clientHeight).toBeLessThan(100);
  expect(document.querySelector<HTMLInputElement>('.field input[dir=auto]')!.value).toBe(NAME);
});

it('offers a LoRA that lies in the pool of the film', async () => {
  const { blobs } = openMemoryStorage();
  const header = new TextEncoder().encode(JSON.stringify({ 'transformer.blocks.0.into.lora_A.weight': { dtype: 'F32', shape: [8], data_offsets: [0, 32] } }));
  const file = new Uint8Array(8 + header.length + 32);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  const asset = await blobs.put(file);
  const facts = { kind: 'lora', type: 'application/octet-stream', poster: null, bytes: file.length, length: null, width: null, height: null, description: '', tags: [] as string[], take: null } as const;
  const { film } = open(StyleDetail, [], { blobs, pool: [{ ...facts, asset, name: 'Ink from the pool' }] });
  const offered = await vi.waitFor(() => {
    const found = [...document.querySelectorAll('option')].find(({ textContent }) => textContent === 'Ink from the pool');
    expect(found).toBeDefined();
    return found!;
  });
  offered.selected = true;
  offered.closest('select')!.dispatchEvent(new Event('change', { bubbles: true }));
  expect(film.project.styles[0]!.loras).toMatchObject([{ asset, name: 'Ink from the pool', weight: 1 }]);
});
