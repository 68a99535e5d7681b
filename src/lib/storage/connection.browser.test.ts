import { afterEach, expect, it, vi } from 'vitest';
import { fill } from '../../../tests/fixtures/full-store.ts';
import { openDiskStorage } from './open-storage.ts';

afterEach(() => vi.restoreAllMocks());

it('lets no two writes be in hand at once: all that is written shares a store', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const storage = await openDiskStorage(`one-write-${crypto.randomUUID()}`);
  await fill(storage);
  await storage.identity();
  const scopes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite').map(([stores]) => [stores].flat() as string[]);
  storage.close();
  expect(scopes.length).toBeGreaterThan(5);
  const shared = scopes.reduce((all, scope) => all.filter((store) => scope.includes(store)));
  expect(shared).toEqual(['aside']);
});
