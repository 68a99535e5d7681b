import { flushSync } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { Fault } from '#core/schema/fault.ts';
import type { UpdateStanding } from '../shell/app-update.svelte.ts';
import { type House, tellOfTheHouse } from './house-notices.svelte.ts';
import type { News } from './notices.svelte.ts';

let stop: () => void = () => {};
afterEach(() => stop());

class Standing {
  standing = $state<UpdateStanding>('current');
  fault = $state.raw<Fault | null>(null);
  vanished = $state.raw<{ takes: number; projects: number; at: number } | null>(null);
  folder = $state.raw<House['backup']['folder']>({ name: 'Films', standing: {} });
}

function house() {
  const told: News[] = [];
  const at = new Standing();
  const parts: House = {
    notices: { tell: async (news) => void told.push(news) },
    update: at,
    store: { unwritten: at, watch: at },
    backup: at,
  };
  stop = tellOfTheHouse(parts);
  flushSync();
  const after = (change: () => void) => {
    told.length = 0;
    change();
    flushSync();
    return told;
  };
  return { at, told, after };
}

it('is silent while all is well', () => {
  expect(house().told).toEqual([]);
});

it('tells of a new version, the same one by the same id', () => {
  const { at, after } = house();
  const [first] = after(() => (at.standing = 'offered'));
  expect(first).toMatchObject({ kind: 'info', text: expect.stringContaining('A new version of Kinora is here') });
  expect(after(() => (at.standing = 'outdated'))).toEqual([]);
  const again = [...after(() => (at.standing = 'offered'))];
  expect(again[0]!.id).toBe(first!.id);
});

it('tells when there is no room, not when a newer version keeps a tab from writing', () => {
  const { at, after } = house();
  expect(after(() => (at.fault = { reason: 'newer-version-open', facts: {} }))).toEqual([]);
  expect(after(() => (at.fault = { reason: 'no-room-on-disk', facts: {} }))).toMatchObject([{ kind: 'bad', path: '/settings' }]);
});

it('tells what vanished', () => {
  const { at, after } = house();
  expect(after(() => (at.vanished = { takes: 12, projects: 1, at: 1_000 }))).toMatchObject([
    { kind: 'bad', text: expect.stringContaining('kept here: 1 project and 12 takes.'), path: '/settings' },
  ]);
});

it('tells of backups made and failed while the page is open, not of those before', () => {
  const { at, after } = house();
  const now = Date.now() + 5;
  expect(after(() => (at.folder = { name: 'Films', standing: { lastInFolderAt: 1_000, lastFailedAt: 2_000 } }))).toEqual([]);
  expect(after(() => (at.folder = { name: 'Films', standing: { lastInFolderAt: now } }))).toMatchObject([
    { kind: 'info', text: 'A backup was written into “Films”.', read: true, at: now },
  ]);
  const failed = after(() => (at.folder = { name: 'Films', standing: { lastFailedAt: now, lastProblem: 'The folder is gone.' } }));
  expect(failed).toMatchObject([{ kind: 'bad', text: expect.stringContaining('The folder is gone.') }]);
});
