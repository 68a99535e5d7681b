import type { Page } from 'playwright';
import { generateButton, ready, setNumber, Site } from '../e2e/site.ts';
import { type Measure, ms, p95 } from './measure.ts';

const SITE_PORT = 4890;
const SAMPLES = 40;
/** Enough steps that a clip does not end before it is cancelled. */
const LONG = 60;
const CANCELS = 5;
const STEPS_SEEN = 20;

/** How soon the studio answers: to Generate, to what cannot be used, to Cancel, and to the work itself. */
export async function answerMeasures(): Promise<Measure[]> {
  const site = await Site.open(SITE_PORT);
  try {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    await setNumber(page, 'Steps, as a number', LONG);
    await page.evaluate(installStopwatch);
    const measures = [
      await invalidInput(page),
      await progressShown(page),
      await cancelShown(page),
      await submitShown(page),
    ];
    await context.close();
    return measures;
  } finally {
    await site.close();
  }
}

interface Stopwatch {
  /** Does something and answers the milliseconds until `isShown` and the next picture of the page. */
  until(act: () => void, isShown: () => boolean): Promise<number>;
}
declare const stopwatch: Stopwatch;

/** Runs in the page. */
function installStopwatch(): void {
  const until: Stopwatch['until'] = (act, isShown) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const look = () => {
        if (!isShown()) return false;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - begun));
        return true;
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      act();
      look();
    });
  Object.assign(globalThis, { stopwatch: { until } });
}

async function invalidInput(page: Page): Promise<Measure> {
  const times = await page.evaluate(async (samples) => {
    const field = document.querySelector('textarea')!;
    const write = (text: string) => {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const title = 'The model knows none of these words';
    const isShown = () => document.body.innerText.includes(title);
    const found: number[] = [];
    for (let i = 0; i < samples; i += 1) {
      await stopwatch.until(() => write('a red ball over the sea'), () => !isShown());
      found.push(await stopwatch.until(() => write(`zzxqv wklmp ${i}`), isShown));
    }
    await stopwatch.until(() => write('a red ball over the sea'), () => !isShown());
    return found;
  }, SAMPLES);
  return { name: 'invalid input to its message, p95', value: p95(times), unit: 'ms', atMost: 50, detail: `${SAMPLES} times, its picture included` };
}

/** From the moment that the worker tells of a step to the picture that shows it. */
async function progressShown(page: Page): Promise<Measure> {
  // The first clip starts the worker that is listened to.
  await generateButton(page).click();
  // Steps pass quickly: any of them says that it runs.
  await page.getByText(new RegExp(`Step \\d+ of ${LONG}`)).first().waitFor();
  // The threads of ONNX Runtime are workers too, and answer nobody.
  const worker = page.workers().find((one) => one.url().includes('inference.worker'));
  if (!worker) throw new Error('the worker of the engine was not found');
  await worker.evaluate(noteSteps);
  const seen = await page.evaluate(
    ({ steps, enough }) =>
      new Promise<Record<number, number>>((resolve) => {
        const times: Record<number, number> = {};
        const look = () => {
          const step = Number(new RegExp(`Step (\\d+) of ${steps}`).exec(document.body.innerText)?.[1] ?? 0);
          if (step > 0 && !(step in times)) {
            times[step] = NaN;
            requestAnimationFrame(() => (times[step] = performance.timeOrigin + performance.now()));
          }
          if (Object.keys(times).length <= enough && document.querySelector('[aria-label="Generating"]')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(times), 0));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    { steps: LONG, enough: STEPS_SEEN },
  );
  const told = await worker.evaluate(() => (globalThis as unknown as { told: Record<number, number> }).told);
  const times = Object.entries(told).flatMap(([step, at]) => (seen[Number(step)] === undefined ? [] : [seen[Number(step)]! - at]));
  if (times.length < STEPS_SEEN / 2) throw new Error(`only ${times.length} steps were seen`);
  await page.getByRole('button', { name: 'Cancel', exact: false }).first().click();
  await page.getByRole('progressbar', { name: 'Generating' }).waitFor({ state: 'detached' });
  return { name: 'progress to its picture, p95', value: p95(times), unit: 'ms', atMost: 100, detail: `${times.length} steps, while the model works` };
}

/** Runs in a worker: notes when it tells of which step, counted from 1. */
function noteSteps(): void {
  const told: Record<number, number> = {};
  Object.assign(globalThis, { told });
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (message: unknown, ...rest: [never]) {
    const progress = (message as { argumentList?: { value?: { stage?: string; step?: number } }[] } | null)?.argumentList?.[0]?.value;
    if (progress?.stage === 'denoise' && progress.step !== undefined) told[progress.step + 1] ??= performance.timeOrigin + performance.now();
    postMessage.call(this, message, ...rest);
  };
}

async function cancelShown(page: Page): Promise<Measure> {
  const times: number[] = [];
  for (let i = 0; i < CANCELS; i += 1) {
    await generateButton(page).click();
    await page.getByText(new RegExp(`^Step \\d+ of ${LONG}$`)).first().waitFor();
    times.push(
      await page.evaluate(() => {
        const cancel = [...document.querySelectorAll('button')].find((button) => button.textContent?.includes('Cancel'))!;
        return stopwatch.until(() => cancel.click(), () => !document.querySelector('[aria-label="Generating"]'));
      }),
    );
  }
  return { name: 'cancel to shown, p95', value: p95(times), unit: 'ms', atMost: 500, detail: `${CANCELS} times, in the middle of a step` };
}

/** From the click on Generate until the queue is seen to be longer, while another job is at work. */
async function submitShown(page: Page): Promise<Measure> {
  await generateButton(page).click();
  await page.getByText(new RegExp(`^Step \\d+ of ${LONG}$`)).first().waitFor();
  const times = await page.evaluate(async (samples) => {
    const button = [...document.querySelectorAll('button')].find((one) => /^\s*Generate/.test(one.textContent ?? ''))!;
    // The number beside the Queue in the rail.
    const unfinished = () => Number(document.querySelector('nav a[href="/queue"] .count')?.textContent ?? 0);
    const found: number[] = [];
    for (let i = 0; i < samples; i += 1) {
      const before = unfinished();
      found.push(await stopwatch.until(() => button.click(), () => unfinished() > before));
    }
    return found;
  }, SAMPLES);
  return { name: 'submit to visible in the queue, p95', value: p95(times), unit: 'ms', atMost: 100, detail: `median ${ms(times.toSorted((a, b) => a - b)[times.length >> 1]!)} of ${SAMPLES}, while a job is at work` };
}
