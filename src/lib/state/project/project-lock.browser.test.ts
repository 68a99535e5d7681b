import { expect, it, vi } from 'vitest';
import { ProjectId } from '#core/schema/project-ids.ts';
import { sayOpen, whileClosed } from './project-lock.ts';

const fresh = () => ProjectId.parse(crypto.randomUUID());

it('works on projects that nobody has open, and keeps them closed meanwhile', async () => {
  const [shown, shownTwice, closed] = [fresh(), fresh(), fresh()];
  const close = await sayOpen('test', shown);
  const closes = await Promise.all([sayOpen('test', shownTwice), sayOpen('test', shownTwice)]);
  let opened = false;
  let opening: Promise<unknown> | undefined;
  const found = await whileClosed('test', [shown, shownTwice, closed], async (ids) => {
    opening = sayOpen('test', closed).then((letGo) => ((opened = true), letGo()));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(opened).toBe(false);
    return ids;
  });
  expect([...found]).toEqual([closed]);
  await opening;
  close();
  closes[0]!();
  await vi.waitFor(async () => expect([...(await whileClosed('test', [shown, shownTwice], async (ids) => ids))]).toEqual([shown]));
});

it('opens a project where the browser refuses locks, as it does to a page that may keep nothing', async () => {
  const request = vi.spyOn(navigator.locks, 'request').mockRejectedValueOnce(new DOMException('The request was denied.', 'SecurityError'));
  const letGo = await sayOpen('test', fresh());
  expect(letGo()).toBeUndefined();
  request.mockRejectedValueOnce(new DOMException('a bug', 'NotSupportedError'));
  await expect(sayOpen('test', fresh())).rejects.toThrow('a bug');
  request.mockRestore();
});
