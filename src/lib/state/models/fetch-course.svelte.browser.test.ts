import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ModelWork } from '#core/domain/models/model-place.ts';
import { FetchCourse } from './fetch-course.svelte.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

const work = (done: number) => [{ id: 'wan', kind: 'fetch', done, total: 1e9 }] as unknown as ModelWork[];

it('looks on while work is done, and no more once it was let go of, though a look ends after that', () => {
  const course = new FetchCourse(() => {}, (id) => id);
  course.see(work(0));
  vi.advanceTimersByTime(20_000);
  expect(course.of('wan' as never)?.perSecond).toBe(0);
  course.see([]);
  expect(vi.getTimerCount()).toBe(0);
  course.see(work(0));
  expect(vi.getTimerCount()).toBe(1);
  course.dispose();
  course.see(work(1));
  expect(vi.getTimerCount()).toBe(0);
});
