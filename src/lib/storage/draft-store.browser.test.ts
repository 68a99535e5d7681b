import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { DRAFT } from '../../../tests/contract/samples.ts';
import { Connection } from './connection.ts';
import { IdbDraftStore } from './draft-store.ts';
import { WriteAhead } from './write-ahead.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function tab(name: string) {
  const connection = await Connection.open(name);
  closers.push(() => connection.close());
  const ahead = new WriteAhead(`${name}-ahead`);
  return { connection, ahead, drafts: new IdbDraftStore(connection, ahead) };
}

const refuse = (): never => {
  throw new DOMException('refused', 'SecurityError');
};

const freshName = () => `draft-${crypto.randomUUID()}`;

describe('the draft', () => {
  it('is there where a page was left before its write was done, and is kept then', async () => {
    const name = freshName();
    const [left, later] = [await tab(name), await tab(name)];
    await left.drafts.write(DRAFT);
    vi.spyOn(left.connection, 'write').mockReturnValue(new Promise(() => {}));
    void left.drafts.write({ ...DRAFT, prompt: 'in the last moment' });
    expect(await later.drafts.read()).toMatchObject({ prompt: 'in the last moment' });
    await vi.waitFor(() => expect(later.ahead.left()).toBeUndefined());
    expect(await later.drafts.read()).toMatchObject({ prompt: 'in the last moment' });
  });

  it.each(['', '{', '{"prompt":"torn'])('is the stored one where the note %j is none', async (words) => {
    const { drafts, ahead } = await tab(freshName());
    await drafts.write(DRAFT);
    ahead.note(words);
    expect(await drafts.read()).toEqual(DRAFT);
  });

  it('is kept with a number field that stands empty', async () => {
    const name = freshName();
    const [one, other] = [await tab(name), await tab(name)];
    await one.drafts.write({ ...DRAFT, steps: Number.NaN, seed: null as unknown as number });
    expect(await other.drafts.read()).toEqual({ ...DRAFT, steps: Number.NaN, seed: Number.NaN });
  });

  it('is never older than what is kept, where there was room for an older note only', async () => {
    const name = freshName();
    const { connection } = await tab(name);
    const room = { left: true };
    const small = new Proxy(localStorage, {
      get: (place, what: 'setItem') => (what === 'setItem' && !room.left ? refuse : place[what].bind(place)),
    });
    const drafts = new IdbDraftStore(connection, new WriteAhead(`${name}-ahead`, () => small));
    const write = vi.spyOn(connection, 'write').mockRejectedValueOnce(new FaultError('no-room-on-disk'));
    await expect(drafts.write({ ...DRAFT, prompt: 'older' })).rejects.toThrow(FaultError);
    room.left = false;
    await drafts.write(DRAFT);
    expect(write).toHaveBeenCalledTimes(2);
    expect(await drafts.read()).toEqual(DRAFT);
  });

  it.each([
    ['the notes', () => new Proxy({} as Storage, { get: () => refuse })],
    ['even the place for them', refuse],
  ])('does without notes where the browser refuses %s', async (_, place) => {
    const { connection } = await tab(freshName());
    const drafts = new IdbDraftStore(connection, new WriteAhead('refused', place));
    await drafts.write(DRAFT);
    expect(await drafts.read()).toEqual(DRAFT);
    expect(WriteAhead.under('refused', place)).toEqual([]);
  });
});
