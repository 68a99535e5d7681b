import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JobId } from '#core/schema/ids.ts';
import { ProgressVoice } from './progress-words.ts';

const id = () => JobId.parse(crypto.randomUUID());
const at = (fraction: number) => ({ stage: 'denoise', step: 0, steps: 1, fraction }) as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A voice, what it said, and when, in seconds from the beginning. */
function voice() {
  const begun = Date.now();
  const said: string[] = [];
  const times: number[] = [];
  const speaker = new ProgressVoice(
    (text, { assertive }) => {
      said.push(assertive ? `! ${text}` : text);
      times.push((Date.now() - begun) / 1000);
    },
    () => Date.now(),
  );
  return { speaker, said, times };
}

it('speaks at the start and at quarters, never twice in five seconds', () => {
  const { speaker, said } = voice();
  const job = id();
  let before = 0;
  for (const [seconds, fraction] of [[0, 0], [1, 0.2], [2, 0.3], [6, 0.4], [8, 0.55], [12, 0.6], [20, 0.8], [30, 1]] as const) {
    vi.advanceTimersByTime((seconds - before) * 1000);
    before = seconds;
    speaker.progress(job, at(fraction));
  }
  expect(said).toEqual(['Generating has started.', '25 percent done.', '50 percent done.', '75 percent done.']);
});

it('says an end at once when there was quiet', () => {
  const { speaker, said } = voice();
  speaker.ready(17);
  vi.advanceTimersByTime(1);
  expect(said).toEqual(['The clip is ready.']);
});

it('tells pictures from clips', () => {
  const { speaker, said } = voice();
  speaker.ready(1);
  vi.advanceTimersByTime(1);
  for (const frames of [17, 1, 33, 1]) speaker.ready(frames);
  vi.advanceTimersByTime(6_000);
  expect(said).toEqual(['The picture is ready.', '2 pictures are ready. 2 clips are ready.']);
});

it('keeps its pace when short jobs follow each other, and loses no end', () => {
  const { speaker, said, times } = voice();
  for (let i = 0; i < 6; i++) {
    speaker.progress(id(), at(0));
    vi.advanceTimersByTime(2_000);
    speaker.ready(17);
  }
  vi.advanceTimersByTime(20_000);
  expect(times.slice(1).every((time, i) => time - times[i]! >= 5)).toBe(true);
  const counted = said.map((text) => (text === 'The clip is ready.' ? 1 : Number(/^(\d+) clips are ready\.$/.exec(text)?.[1] ?? 0)));
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(6);
});

it('falls to one sentence a minute while very many jobs follow each other, puts off no fault, and is brisk again after a quiet time', () => {
  const { speaker, said, times } = voice();
  for (let i = 0; i < 300; i++) {
    speaker.progress(id(), at(0));
    vi.advanceTimersByTime(2_000);
    speaker.ready(17);
  }
  // Ten minutes of work: not more than one in 30 seconds on the whole, and all ends are told.
  expect(said.length).toBeLessThan(20);
  const late = times.length;
  speaker.failed('The memory ran out.');
  vi.advanceTimersByTime(5_000);
  expect(said.at(late)).toMatch(/^! The memory ran out\. /);
  const counted = said.map((text) => Number(/(\d+) clips are ready\.$/.exec(text)?.[1] ?? (text.endsWith('The clip is ready.') ? 1 : 0)));
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(300);
  vi.advanceTimersByTime(61_000);
  speaker.ready(17);
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(5_000);
  speaker.ready(17);
  vi.advanceTimersByTime(5_000);
  expect(said.slice(-2)).toEqual(['The clip is ready.', 'The clip is ready.']);
});

it('says a fault first, and so that it interrupts', () => {
  const { speaker, said } = voice();
  speaker.progress(id(), at(0));
  speaker.ready(17);
  speaker.failed('The memory ran out.');
  vi.advanceTimersByTime(6_000);
  expect(said).toEqual(['Generating has started.', '! The memory ran out. The clip is ready.']);
});
