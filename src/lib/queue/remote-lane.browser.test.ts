import { afterEach, describe, expect, it } from 'vitest';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { FakeLink } from '../../../tests/contract/fake-link.ts';
import { newId } from '../../../tests/contract/test-queue.ts';
import { closeTabs, made, tab, until } from './remote-tab.test-support.ts';
import { clipOf } from '../../../tests/fixtures/of-a-clip.ts';

afterEach(closeTabs);

describe('jobs for the accelerator', () => {
  it('wait while it is away, and go out in order and once when it is back', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    link.go('away');
    const { send, job } = tab(storage, link, crypto.randomUUID());
    const ids = [newId(), newId(), newId()] as const;
    for (const id of ids) await send(id);
    await until(() => expect(job(ids[2])).toMatchObject({ state: 'waiting', waitsFor: ['accelerator'] }));
    expect(link.submitted).toEqual([]);

    link.go('here');
    for (const [i, id] of ids.entries()) {
      await until(() => expect(link.submitted.at(-1)).toBe(id));
      const { file, result } = await made(`film ${i}`);
      link.finish(id, file, result);
      await until(() => expect(job(id).state).toBe('done'));
    }
    expect(link.submitted).toEqual(ids);
  });

  it('have their file kept as it came, and only then is it said to be collected', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { send } = tab(storage, link, crypto.randomUUID());
    const id = newId();
    await send(id);
    await until(() => expect(link.submitted).toEqual([id]));
    const { file, result } = await made('film');
    const heard: boolean[] = [];
    link.onCollected = async () => heard.push((await storage.takes.all()).length === 1);
    link.finish(id, file, result);
    await until(() => expect(heard.length).toBeGreaterThan(0));
    expect(heard).not.toContain(false);
    const [take] = await storage.takes.all();
    expect(take).toMatchObject({ media: { sha256: result.media, type: 'video/mp4' }, energy: 1.5, recipe: clipOf(result).recipe });
  });

  it('are followed again after a reload, not begun anew and not cancelled', async () => {
    const [storage, link, scope] = [openMemoryStorage(), new FakeLink(), crypto.randomUUID()];
    const before = tab(storage, link, scope);
    const id = newId();
    await before.send(id);
    await until(() => expect(link.jobs.size).toBe(1));
    link.begin(id);
    await before.close();
    expect(link.cancelled).toEqual([]);

    const after = tab(storage, link, scope);
    await until(() => expect(link.submitted).toEqual([id, id]));
    expect(link.jobs.get(id)!.job.attempts).toBe(1);
    const { file, result } = await made('film');
    link.finish(id, file, result);
    await until(() => expect(after.job(id).state).toBe('done'));
    expect(await storage.takes.all()).toHaveLength(1);
  });

  it('do not spend their attempts on a line that breaks', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { send, job } = tab(storage, link, crypto.randomUUID());
    const id = newId();
    await send(id);
    for (let broken = 1; broken <= 4; broken += 1) {
      await until(() => expect(link.submitted.length).toBe(broken));
      link.go('away');
      await until(() => expect(job(id)).toMatchObject({ state: 'waiting', waitsFor: ['accelerator'] }));
      link.go('here');
    }
    expect(job(id).attempts).toBeLessThanOrEqual(1);
  });

  it('are cancelled there when it is back, where they were cancelled here meanwhile', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { queue, send, job } = tab(storage, link, crypto.randomUUID());
    const id = newId();
    await send(id);
    await until(() => expect(link.jobs.size).toBe(1));
    link.go('away');
    await until(() => expect(job(id).state).toBe('waiting'));
    await queue.cancel(id);
    link.go('here');
    await until(() => expect(link.jobs.get(id)!.job.state).toBe('cancelled'));
  });
});
