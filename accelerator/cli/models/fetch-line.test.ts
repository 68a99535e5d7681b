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

it('writes nothing where there is no terminal, and what is known where little is', () => {
  const write = vi.fn();
  const line = new FetchLine({ isTTY: false, write } as unknown as WriteStream, false);
  line.show(progress(1));
  line.clear();
  expect(write).not.toHaveBeenCalled();
  expect(fetchText({ ...progress(0, 0), path: 'config.json' }, undefined)).toBe('░░░░░░░░░░░░░░░░░░░░   0 %  not begun yet  fetching config.json');
  expect(fetchText({ ...progress(1e9), state: 'verifying' }, undefined)).toMatch(/100 % {2}1 GB of 1 GB, checking what came {2}verifying/);
});
