import { userEvent } from 'vitest/browser';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Songs } from '../gallery/songs.ts';
import { SoundRecorder } from './sound-recorder.svelte.ts';

afterEach(() => void vi.restoreAllMocks());
// Browsers let a page sound that somebody has touched.
beforeAll(() => userEvent.click(document.body));

/** A microphone that hears a tone: this browser has none. */
function microphone(): MediaStream {
  const context = new AudioContext();
  const into = context.createMediaStreamDestination();
  const tone = new OscillatorNode(context, { frequency: 440 });
  tone.connect(into);
  tone.start();
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(into.stream);
  return into.stream;
}

it('records a voice that can be played, and lets the microphone go', async () => {
  const stream = microphone();
  const recorder = new SoundRecorder();
  expect(await recorder.begin()).toBe(true);
  expect(recorder.state).toBe('recording');
  await new Promise((resolve) => setTimeout(resolve, 700));
  const file = await recorder.end('Recording 1');
  expect([recorder.state, recorder.problem]).toEqual(['idle', undefined]);
  expect(stream.getTracks().every(({ readyState }) => readyState === 'ended')).toBe(true);
  const kept = await new Songs(openMemoryStorage()).keepSound(file!);
  if (!kept.ok) throw new Error(kept.fault.reason);
  expect(kept.value.seconds).toBeGreaterThan(0.3);
  expect(kept.value.song.name).toMatch(/^Recording 1\.\w+$/);
});

it.each([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'no-microphone'],
])('says what %s means, and records nothing', async (name, problem) => {
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('', name));
  const recorder = new SoundRecorder();
  expect(await recorder.begin()).toBe(false);
  expect([recorder.state, recorder.problem]).toEqual(['idle', problem]);
});

it('lets the microphone go that was given after it was given up', async () => {
  const stream = microphone();
  const recorder = new SoundRecorder();
  const begun = recorder.begin();
  recorder.cancel();
  expect(await begun).toBe(false);
  expect(stream.getTracks().every(({ readyState }) => readyState === 'ended')).toBe(true);
});
