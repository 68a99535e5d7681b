import { vi } from 'vitest';
import type { Queue, QueueEvent } from '#lib/queue/events.ts';

/** A queue that does nothing but note what it is asked, and says what the test lets it say. */
export function queueSpy() {
  const listeners = new Set<(event: QueueEvent) => void>();
  const queue = {
    submit: vi.fn<Queue['submit']>(async () => {}),
    submitAll: vi.fn<Queue['submitAll']>(async () => {}),
    cancel: vi.fn<Queue['cancel']>(async () => {}),
    pause: vi.fn<Queue['pause']>(async () => {}),
    resume: vi.fn<Queue['resume']>(async () => {}),
    hold: vi.fn<Queue['hold']>(async () => {}),
    release: vi.fn<Queue['release']>(async () => {}),
    retry: vi.fn<Queue['retry']>(async () => {}),
    duplicate: vi.fn<Queue['duplicate']>(async () => undefined),
    moveTo: vi.fn<Queue['moveTo']>(async () => {}),
    prioritise: vi.fn<Queue['prioritise']>(async () => {}),
    dismiss: vi.fn<Queue['dismiss']>(async () => {}),
    restore: vi.fn<Queue['restore']>(async () => {}),
    subscribe(listener: (event: QueueEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } satisfies Queue;
  const tell = (event: QueueEvent) => listeners.forEach((listener) => listener(event));
  return { queue, tell };
}
