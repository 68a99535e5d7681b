import { expect, it, vi } from 'vitest';
import { addToPool, editPoolItem } from '#core/document/commands/pool.ts';
import { createProject } from '#core/document/create-project.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { NO_FACTS } from '#core/schema/pool-item.ts';
import { fail, ok } from '#core/schema/result.ts';
import type { PictureWords } from '../gallery/picture-words.svelte.ts';
import { browserOrigin } from './browser-origin.ts';
import { PoolDescribing } from './pool-describing.svelte.ts';

const hash = (letter: string): Sha256 => Sha256.parse(letter.repeat(64));
const item = (letter: string, changes: object = {}) => ({ ...NO_FACTS, kind: 'image' as const, asset: hash(letter), type: 'image/png', name: letter, description: '', tags: [], take: null, ...changes });

function setting() {
  const made = createProject({ name: 'Film' }, browserOrigin);
  if (!made.ok) throw new Error(made.fault.reason);
  const document = made.value;
  const asked: string[] = [];
  const of = vi.fn<PictureWords['of']>(async (picture) => {
    asked.push(picture[0]!);
    return picture === hash('e') ? fail({ reason: 'picture-unreadable', facts: {} }) : ok({ text: `It shows ${picture[0]}.`, model: 'Eye' });
  });
  const words = { model: 'Eye' as string | undefined, look: async () => false, of };
  const describing = new PoolDescribing({ film: () => document.project, settle: (command) => document.settle(command), open: async () => words as unknown as PictureWords, jobs: { running: null }, calm: 1 });
  return { document, describing, words, asked, told: () => document.project.pool.map(({ description, describedBy }) => [description, describedBy]) };
}

it('describes what has a picture and no words, once, and nothing else', async () => {
  const { document, describing, asked, told } = setting();
  document.run(addToPool([item('a'), item('b', { description: 'Mine' }), item('c', { kind: 'audio', type: 'audio/wav' }), item('d', { kind: 'video', type: 'video/mp4', poster: { asset: hash('f'), type: 'image/webp' } }), item('e')]));
  await Promise.all([describing.begin(), describing.begin()]);
  expect(told()).toEqual([['It shows a.', 'Eye'], ['Mine', undefined], ['', undefined], ['It shows f.', 'Eye'], ['', undefined]]);
  expect([asked.toSorted(), document.undoName]).toEqual([['a', 'e', 'f'], 'add 5 assets to the pool']);
  expect(describing.faultOf(document.project.pool[4]!.id)?.reason).toBe('picture-unreadable');
});

it('describes at once what a person asks for, and never over a person’s words', async () => {
  const { document, describing, words, told } = setting();
  document.run(addToPool([item('a')]));
  words.model = undefined;
  await describing.begin();
  expect(told()).toEqual([['', undefined]]);
  words.model = 'Eye';
  expect(await describing.describe(document.project.pool[0]!)).toBe(true);
  document.run(editPoolItem(document.project.pool[0]!.id, { description: 'Mine' }));
  await describing.describe(document.project.pool[0]!);
  expect(told()).toEqual([['Mine', undefined]]);
});

it('leaves pictures to a person where its part cannot be had', async () => {
  const { document } = setting();
  document.run(addToPool([item('a')]));
  const describing = new PoolDescribing({ film: () => document.project, settle: (command) => document.settle(command), open: async () => Promise.reject(new FaultError('part-missing')), jobs: { running: null } });
  await describing.begin();
  expect([describing.model, document.project.pool[0]!.description]).toEqual([undefined, '']);
});
