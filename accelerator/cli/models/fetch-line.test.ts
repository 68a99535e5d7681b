import type { WriteStream } from 'node:tty';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FetchLine, fetchText } from './fetch-line.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

const progress = (done: number, total = 1e9) => ({ path: 'unet/model.onnx', state: 'fetching', done, total }) as const;

it('says how much is here, how fast it comes and how long it still takes, and that nothing comes', () => {
  const written: string[] = [];
  const line = new FetchLine({ isTTY: true, columns: 200, write: (text: string) => written.push(text) } as unknown as WriteStream, false);
  for (let second = 0; second <= 5; second += 1) {
    line.show(progress(second * 1e7));
    vi.advanceTimersByTime(1_000);
  }
  expect(written.at(-1)).toContain('50 MB of 1 GB, 8.3 MB/s, about 2 min left  fetching unet/model.onnx');
  vi.advanceTimersByTime(15_000);
  expect(written.at(-1)).toContain('50 MB of 1 GB, nothing comes at the moment');
  line.clear();
  const count = written.length;
  vi.advanceTimersByTime(5_000);
  expect(written.length).toBe(count);
});

it('writes a plain line for every tenth where there is no terminal, and one now and then where less comes', () => {
  const written: string[] = [];
  const line = new FetchLine({ isTTY: false, write: (text: string) => written.push(text) } as unknown as WriteStream, false);
  for (let second = 0; second <= 50; second += 1) {
    line.show(progress(second * 2e7));
    line.show(progress(second * 2e7 + 1e6));
    vi.advanceTimersByTime(1_000);
  }
  expect(written.map((text) => text.split(' ')[0])).toEqual(['10', '20', '30', '40', '50', '60', '70', '80', '90', '100']);
  expect(written[4]).toMatch(/^50 % {2}500 MB of 1 GB, 2\d(\.\d)? MB\/s, about \d+ s left {2}fetching unet\/model\.onnx\n$/);
  vi.advanceTimersByTime(65_000);
  line.clear();
  vi.advanceTimersByTime(65_000);
  expect(written.length).toBe(12);
  expect(written.join('')).not.toMatch(/[\r\u001b█░]/);
});

it('writes nothing of what is over in a moment where there is no terminal, nothing at all when it is to be quiet, and what is known where little is', () => {
  const write = vi.fn();
  for (const isQuiet of [false, true]) {
    const line = new FetchLine({ isTTY: false, write } as unknown as WriteStream, isQuiet);
    line.show(progress(1));
    line.show(progress(1e9));
    if (isQuiet) vi.advanceTimersByTime(60_000);
    line.clear();
  }
  expect(write).not.toHaveBeenCalled();
  expect(fetchText({ ...progress(0, 0), path: 'config.json' }, undefined)).toBe('░░░░░░░░░░░░░░░░░░░░   0 %  not begun yet  fetching config.json');
  expect(fetchText({ ...progress(5e8), state: 'copying' }, undefined)).toMatch(/ 50 % {2}500 MB of 1 GB {2}copying unet\/model\.onnx$/);
  expect(fetchText({ ...progress(1e9), state: 'verifying' }, undefined)).toMatch(/100 % {2}1 GB of 1 GB, checking what came {2}verifying/);
});
