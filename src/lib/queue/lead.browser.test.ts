import { afterEach, describe, expect, it, vi } from 'vitest';
import { lead } from './lead.ts';

const closers: AbortController[] = [];
afterEach(() => closers.splice(0).forEach((closer) => closer.abort()));

/** One who leads when it may; `slow` milliseconds to end. */
function candidate(name: string, slow = 0) {
  const closer = new AbortController();
  closers.push(closer);
  const told: string[] = [];
  const over = lead(
    name,
    async (signal) => {
      told.push('leads');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => setTimeout(resolve, slow)));
      told.push('over');
    },
    closer.signal,
  );
  return { told, over, close: () => closer.abort() };
}

/** Another tab, as the lock sees it: one that waits for it. */
function nextHolder(name: string): Promise<true> {
  return navigator.locks.request(name, () => true as const);
}

const hide = () => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
const show = () => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

describe('one tab that leads', () => {
  it('lets go in the moment its page is left, though its work takes longer to end', async () => {
    const name = crypto.randomUUID();
    const { told } = candidate(name, 60_000);
    await vi.waitFor(() => expect(told).toEqual(['leads']));
    const next = nextHolder(name);
    hide();
    expect(await next).toBe(true);
    expect(told).toEqual(['leads']);
    show();
  });

  it('leads again when its page is back, once its work has ended', async () => {
    const name = crypto.randomUUID();
    const { told } = candidate(name, 50);
    await vi.waitFor(() => expect(told).toEqual(['leads']));
    hide();
    show();
    await vi.waitFor(() => expect(told).toEqual(['leads', 'over', 'leads']));
  });

  it('does not ask for the lock while its page is away', async () => {
    const name = crypto.randomUUID();
    let letGo: (() => void) | undefined;
    void navigator.locks.request(name, () => new Promise<void>((resolve) => (letGo = resolve)));
    await vi.waitFor(() => expect(letGo).toBeDefined());
    const { told } = candidate(name);
    hide();
    letGo!();
    await nextHolder(name);
    expect(told).toEqual([]);
    show();
    await vi.waitFor(() => expect(told).toEqual(['leads']));
  });

  it('keeps the lock until its work has ended when it is closed', async () => {
    const name = crypto.randomUUID();
    const { told, over, close } = candidate(name, 50);
    await vi.waitFor(() => expect(told).toEqual(['leads']));
    const next = nextHolder(name);
    close();
    await next;
    expect(told).toEqual(['leads', 'over']);
    await over;
  });

  it('is over when its work ends by itself', async () => {
    const closer = new AbortController();
    await lead(crypto.randomUUID(), async () => {}, closer.signal);
  });
});
