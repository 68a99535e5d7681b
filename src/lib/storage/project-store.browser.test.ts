import { afterEach, expect, it } from 'vitest';
import type { ProjectSummary } from '#core/schema/project-summary.ts';
import { Connection } from './connection.ts';
import { IdbProjectStore } from './project-store.ts';
import { ProjectRecord } from '#core/schema/project-record.ts';

const open: Connection[] = [];
afterEach(() => open.splice(0).forEach((connection) => connection.close()));

async function tab(name: string): Promise<IdbProjectStore> {
  open.push(await Connection.open(name));
  return new IdbProjectStore(open.at(-1)!);
}

const SUMMARY: ProjectSummary = { name: 'Film', scenes: 0, clips: 0, made: 0, length: 0, frameRate: { numerator: 24, denominator: 1 }, poster: null, assets: [] };
const someProject = (): ProjectRecord => ProjectRecord.parse({ schema: 1, id: crypto.randomUUID(), createdAt: 0, changedAt: 0, ...SUMMARY });
const entry = (byte: number) => ({ bytes: new Uint8Array([byte]), at: byte });

it('keeps the entries of two tabs that write without a look at the log, one after the other and at once', async () => {
  const name = `two-tabs-${crypto.randomUUID()}`;
  const [one, other] = [await tab(name), await tab(name)];
  const record = someProject();
  const { id } = record;
  await one.add(record, { entries: [entry(0)], points: [] });
  const append = (store: IdbProjectStore, byte: number) => store.append(id, [entry(byte)], { ...SUMMARY, name: `Film ${byte}`, changedAt: byte });
  await append(one, 1);
  await append(other, 2);
  await append(one, 3);
  await append(other, 4);
  await Promise.all([append(one, 5), append(other, 6), append(one, 7), append(other, 8)]);
  const kept = (await one.log(id))!.entries.map(({ at }) => at);
  expect(kept.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(kept.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('leaves nothing of what is written to a project that another tab has deleted', async () => {
  const name = `deleted-${crypto.randomUUID()}`;
  const [one, other] = [await tab(name), await tab(name)];
  const record = someProject();
  const { id } = record;
  await one.add(record, { entries: [entry(0)], points: [] });
  await one.append(id, [entry(1)], { ...SUMMARY, changedAt: 1 });
  await other.delete(id);
  expect(await one.append(id, [entry(2)], { ...SUMMARY, changedAt: 2 })).toBe(false);
  expect(await one.append(id, [entry(3)], { ...SUMMARY, changedAt: 3 })).toBe(false);
  await other.add(record, { entries: [entry(9)], points: [] });
  expect((await one.log(id))!.entries).toEqual([entry(9)]);
});
