import { afterEach, expect, it } from 'vitest';
import { openMemoryStorage } from '../memory.ts';
import { addFilm } from '../../../../tests/fixtures/some-film.ts';
import { FilmReader } from './film-reader.ts';

const readers: FilmReader[] = [];
afterEach(() => readers.splice(0).forEach((reader) => reader.close()));

function reader(...args: ConstructorParameters<typeof FilmReader>): FilmReader {
  readers.push(new FilmReader(...args));
  return readers.at(-1)!;
}

async function someFilm() {
  const storage = openMemoryStorage();
  const record = await addFilm(storage, { name: 'Harbour' });
  return { record: (await storage.projects.get(record.id))!, log: (await storage.projects.log(record.id))! };
}

it('reads a project away from the page, and goes on with the next', async () => {
  const { record, log } = await someFilm();
  const away = reader();
  for (let i = 0; i < 2; i += 1) expect(await away.read(record, log, new Set())).toMatchObject({ record: { id: record.id, name: 'Harbour' } });
  expect(await away.read(record, { ...log, entries: [] }, new Set())).toEqual({ name: 'Harbour', why: 'unreadable' });
});

it('leaves out what takes too long, and reads the next with a fresh worker', async () => {
  const { record, log } = await someFilm();
  const hasty = reader(undefined, 0);
  expect(await hasty.read(record, log, new Set())).toEqual({ name: 'Harbour', why: 'too-long' });
  expect(await hasty.read(record, log, new Set())).toEqual({ name: 'Harbour', why: 'too-long' });
});

it('stops in the middle when it is told to', async () => {
  const { record, log } = await someFilm();
  const stop = new AbortController();
  const reading = reader(stop.signal).read(record, log, new Set());
  stop.abort(new Error('stopped'));
  await expect(reading).rejects.toThrow('stopped');
});
