import { expect, it, vi } from 'vitest';
import { setBrief } from '#core/document/commands/brief.ts';
import { createProject } from '#core/document/create-project.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { browserOrigin } from './browser-origin.ts';
import { BriefPictures, LARGEST_PICTURE } from './brief-pictures.svelte.ts';

async function picture(name: string, colour = 'red', type = 'image/png'): Promise<File> {
  const canvas = new OffscreenCanvas(40, 30);
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 40, 30);
  return new File([await canvas.convertToBlob({ type })], name, { type });
}

/** One pixel as BMP, which a browser can draw, and which is none of the kinds that are taken. */
const BITMAP = Uint8Array.from([0x42, 0x4d, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 4, ...Array<number>(19).fill(0), 0, 0, 255, 0]);

function brief() {
  const made = createProject({ name: 'Film' }, browserOrigin);
  if (!made.ok) throw new Error(made.fault.reason);
  const document = made.value;
  const { blobs } = openMemoryStorage();
  const announce = vi.fn<(words: string) => void>();
  const editor = {
    get film() {
      return document.project;
    },
    undoName: undefined,
    run: document.run.bind(document),
    undo: () => document.undo(),
  };
  const pictures = new BriefPictures({ editor, assets: { putFile: (file, options) => blobs.putFile(file, options), lookAgain: () => {} }, shell: { announce, toast: () => 0 } });
  return { document, blobs, pictures, announce, names: () => pictures.all.map(({ name }) => name) };
}

it('takes what it can in one step and names each file that it cannot take, with its reason', async () => {
  const { document, blobs, pictures, names } = brief();
  const large = new File([await picture('large.png'), new Uint8Array(LARGEST_PICTURE)], 'large.png', { type: 'image/png' });
  const files = [
    await picture('Front.png'),
    new File(['words'], 'words.png', { type: 'image/png' }),
    await picture('Back', 'blue', 'image/jpeg'),
    large,
    new File([], 'empty.webp', { type: 'image/webp' }),
    new File(['GIF89a'], 'moving.gif', { type: 'image/gif' }),
    new File([BITMAP], 'drawing.png', { type: 'image/png' }),
    // The same picture under another name.
    await picture('Front again.png'),
  ];
  await pictures.add(files);
  expect(names()).toEqual(['Front again', 'Back']);
  expect(pictures.all.map(({ type }) => type)).toEqual(['image/png', 'image/jpeg']);
  expect(await blobs.has(pictures.all[0]!.asset)).toBe(true);
  expect(pictures.refused.map(({ reason, facts }) => [reason, facts['file']])).toEqual([
    ['picture-unreadable', 'words.png'],
    ['picture-too-large', 'large.png'],
    ['picture-unreadable', 'empty.webp'],
    ['picture-unreadable', 'moving.gif'],
    ['picture-unreadable', 'drawing.png'],
  ]);
  expect(pictures.refused[1]!.facts['limit']).toBe('10 MB');
  pictures.putAway();
  expect(pictures.refused).toEqual([]);
  expect(document.undo()).toBe('add 2 pictures to the brief');
  expect(names()).toEqual([]);
});

it('takes ten and names those that there is no room for; each can be moved, marked and removed', async () => {
  const { pictures, names, announce } = brief();
  await pictures.add(await Promise.all(Array.from({ length: 12 }, (_, i) => picture(`${i}.png`, `hsl(${i * 30} 90% 50%)`))));
  expect(names()).toEqual(Array.from({ length: 10 }, (_, i) => String(i)));
  expect(pictures.refused).toEqual(['10.png', '11.png'].map((file) => ({ reason: 'pictures-full', facts: { file, limit: 10 } })));
  pictures.move(pictures.all[9]!, 0);
  pictures.move(pictures.all[1]!, 2);
  pictures.move(pictures.all[0]!, -1);
  pictures.move(pictures.all[9]!, 10);
  expect(names().slice(0, 4)).toEqual(['9', '1', '0', '2']);
  expect(announce.mock.calls.slice(-2)).toEqual([['Picture 1 of 10.'], ['Picture 3 of 10.']]);
  pictures.mark(pictures.all[1]!, 'product');
  expect(pictures.all.map(({ shows }) => shows === 'product')).toEqual([false, true, ...Array<boolean>(8).fill(false)]);
  pictures.remove(pictures.all[0]!);
  // What is like the last one.
  pictures.mark(pictures.all.at(-1)!, 'product');
  await pictures.add([await picture('new.png', 'black')]);
  expect([names().at(-1), pictures.all.at(-1)!.shows, pictures.refused]).toEqual(['new', 'product', []]);
  // There already.
  await pictures.add([await picture('new.png', 'black')]);
  expect([pictures.all.length, pictures.refused, announce.mock.lastCall]).toEqual([10, [], ['It was there already.']]);
});

it.each([
  ['An ad for our new coffee cup.', 'product'],
  ['A girl walks along the beach.', 'reference'],
] as const)('takes the first pictures for what the brief is for: %s', async (text, shows) => {
  const { document, pictures } = brief();
  document.run(setBrief({ text }));
  await pictures.add([await picture('one.png'), await picture('two.png', 'blue')]);
  expect(pictures.all.map((one) => one.shows)).toEqual([shows, shows]);
});
