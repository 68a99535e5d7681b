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

it('takes for closed, where locks are refused, what this very tab has not open', async () => {
  const refused = new DOMException('The request was denied.', 'SecurityError');
  const request = vi.spyOn(navigator.locks, 'request').mockRejectedValue(refused);
  const [shown, closed] = [fresh(), fresh()];
  const [letGo, letGoToo] = [await sayOpen('test', shown), await sayOpen('test', shown)];
  const found = () => whileClosed('test', [shown, closed], async (ids) => [...ids]);
  expect(await found()).toEqual([closed]);
  letGo();
  expect(await found()).toEqual([closed]);
  letGoToo();
  expect(await found()).toEqual([shown, closed]);
  let times = 0;
  const failing = whileClosed('test', [shown], async () => {
    times += 1;
    throw refused;
  });
  await expect(failing).rejects.toBe(refused);
  expect(times, 'what fails of itself is not done twice').toBe(1);
  request.mockRestore();
});
