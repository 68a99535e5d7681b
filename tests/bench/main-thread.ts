import type { Page } from 'playwright';

interface Watched {
  /** When the first clips stood in the picture. Milliseconds since the navigation. */
  clipsAt?: number;
  /** What the main thread worked for each key that was listened to. Milliseconds. */
  answers: number[];
  listens: boolean;
  tasks: number[];
}

/** Runs in the page from its beginning. It must stand alone. */
export function watch(): void {
  const watched: Watched = { answers: [], listens: false, tasks: [] };
  Object.assign(globalThis, { watched });
  /** Calls back once all that stands in line now is done. */
  const after = (call: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = call;
    port2.postMessage(0);
  };
  new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  addEventListener(
    'keydown',
    () => {
      if (!watched.listens) return;
      const begun = performance.now();
      let handled = 0;
      after(() => (handled = performance.now()));
      requestAnimationFrame((now) => {
        const drawing = Math.max(now, performance.now());
        // What it waits for the screen is not its work; what it still works when the picture is due, is. A picture that was drawn
        // before the word came that the key was handled lies within that time, and counts once.
        after(() => watched.answers.push(handled === 0 || handled > drawing ? performance.now() - begun : handled - begun + performance.now() - drawing));
      });
    },
    { capture: true },
  );
  const look = (): void => {
    if (document.querySelector('[role=treegrid] [role=gridcell][data-cell]')) after(() => Object.assign(globalThis, { clipsAt: performance.now() }));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Presses keys one after the other; answers what each one cost the main thread up to the next picture. Milliseconds. */
export async function answersOf(page: Page, presses: readonly string[], pause: number): Promise<number[]> {
  const answers: number[] = [];
  for (const press of presses) {
    const [modifier, ...rest] = press.split('+');
    // The modifier's own press is not the one that is meant.
    if (rest.length > 0) await page.keyboard.down(modifier!);
    await page.evaluate(() => ((globalThis as unknown as { watched: Watched }).watched.listens = true));
    await page.keyboard.press(rest.length > 0 ? rest.join('+') : press);
    await page.waitForTimeout(pause);
    answers.push(
      ...(await page.evaluate(() => {
        const { watched } = globalThis as unknown as { watched: Watched };
        watched.listens = false;
        return watched.answers.splice(0);
      })),
    );
    if (rest.length > 0) await page.keyboard.up(modifier!);
  }
  if (answers.length !== presses.length) throw new Error(`${answers.length} answers to ${presses.length} keys`);
  return answers;
}

/** Pictures a second, and the tasks that halted the page, while something goes on. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<{ fps: number; tasks: number; longest: number }> {
  await page.evaluate(() => {
    const { watched } = globalThis as unknown as { watched: Watched };
    watched.tasks.length = 0;
    const times: number[] = [];
    const turn = (now: number): void => {
      times.push(now);
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
    Object.assign(globalThis, { times });
  });
  await work();
  return page.evaluate(() => {
    const { watched, times } = globalThis as unknown as { watched: Watched; times: number[] };
    const seconds = (times.at(-1)! - times[0]!) / 1000;
    return { fps: (times.length - 1) / seconds, tasks: watched.tasks.length, longest: Math.max(0, ...watched.tasks) };
  });
}
