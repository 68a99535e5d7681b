import { afterEach, expect, it, vi } from 'vitest';
import { editPoolItem } from '#core/document/commands/pool.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { someHash, someTake } from '../../../../tests/contract/samples.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';
import { Elsewhere } from './elsewhere.svelte.ts';
import { ProjectList } from './project-list.svelte.ts';
import { sendTakes } from './send-takes.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function tab(name: string) {
  const storage = await openDiskStorage(name);
  const unwritten = new Unwritten();
  const list = new ProjectList({ projects: storage.projects, unwritten, scope: name }, (fault) => expect.fail(fault.reason));
  closers.push(() => storage.close(), () => unwritten.dispose(), () => list.dispose());
  return { list, storage };
}

const takeWith = (digit: string, name: string) => {
  const take = someTake({ name });
  return { ...take, media: { ...take.media, sha256: someHash(digit) } };
};

it('puts takes into the pool of a project that is closed here and open in another tab, each once', async () => {
  const scope = `send-${crypto.randomUUID()}`;
  const [here, there] = [await tab(scope), await tab(scope)];
  const id = (await here.list.create('Film'))!;
  const opened = await there.list.open(id);
  if (!opened.ok) throw new Error(opened.fault.reason);
  closers.push(() => opened.value.dispose());
  const takes = [takeWith('a', 'One'), takeWith('b', 'Two')];
  expect(await sendTakes(here.list, id, 'Film', takes.slice(0, 1))).toEqual({ ok: true, said: 'The take is in the pool of “Film”.' });
  expect(await sendTakes(here.list, id, 'Film', takes)).toEqual({ ok: true, said: '1 take is in the pool of “Film”; 1 was there already.' });
  await vi.waitFor(() => expect(opened.value.film.pool.map(({ name, take }) => [name, take])).toEqual(takes.map(({ name, id: take }) => [name, take])));
  expect((await here.storage.references()).get(someHash('b'))).toEqual(new Set(['projects']));
  expect(await sendTakes(here.list, ProjectId.parse(crypto.randomUUID()), 'Gone', takes)).toMatchObject({ ok: false });
});

it('offers what other pools hold and what hangs in the gallery, each file once, by its name in a pool', async () => {
  const { list } = await tab(`elsewhere-${crypto.randomUUID()}`);
  const [mine, other] = [(await list.create('Mine'))!, (await list.create('Other'))!];
  const takes = [takeWith('a', 'Harbour'), takeWith('b', 'Boat')];
  await sendTakes(list, other, 'Other', takes.slice(0, 1));
  const film = await list.read(other);
  await list.run(other, editPoolItem(film!.pool[0]!.id, { name: 'Quay', tags: ['sea'] }));
  const elsewhere = new Elsewhere(() => takes);
  await elsewhere.read(list, mine, ({ name }) => name, new AbortController().signal);
  expect(elsewhere.reading).toBe(false);
  expect(elsewhere.find('').map(({ item: { name }, place }) => [name, place])).toEqual([['Quay', 'Other'], ['Boat', 'Gallery']]);
  expect(elsewhere.find('sea').map(({ item: { name } }) => name)).toEqual(['Quay']);

  const own = new Elsewhere(() => []);
  await own.read(list, other, ({ name }) => name, new AbortController().signal);
  expect(own.find('')).toEqual([]);
});
