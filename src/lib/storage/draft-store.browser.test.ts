import { afterEach, describe, expect, it, vi } from 'vitest';
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

  it('does without notes where the browser refuses them', async () => {
    const { connection } = await tab(freshName());
    const refusing = new Proxy({} as Storage, { get: () => () => { throw new DOMException('refused', 'SecurityError'); } });
    const drafts = new IdbDraftStore(connection, new WriteAhead('refused', refusing));
    await drafts.write(DRAFT);
    expect(await drafts.read()).toEqual(DRAFT);
  });
});
