import { expect, it } from 'vitest';
import { LyricAligner } from './lyric-aligner.svelte.ts';

const RATE = 24;

function begun(...words: string[]): LyricAligner {
  const aligner = new LyricAligner();
  aligner.begin(words);
  return aligner;
}

it('gives each line the frame of its press, up to the next or to a pause', () => {
  const aligner = begun('one', 'two', 'three');
  expect(aligner.next?.text).toBe('one');
  aligner.mark(10);
  aligner.pause(20);
  aligner.mark(30);
  aligner.mark(50);
  expect([aligner.next, aligner.place]).toEqual([undefined, 3]);
  expect(aligner.captions(RATE)).toEqual([
    { text: 'one', start: 10, end: 20 },
    { text: 'two', start: 30, end: 50 },
    { text: 'three', start: 50, end: 146 },
  ]);
});

it('moves the last line by frames, never before the one before it', () => {
  const aligner = begun('one', 'two');
  aligner.nudge(5);
  aligner.mark(10);
  aligner.mark(12);
  aligner.nudge(-30);
  expect(aligner.last).toMatchObject({ text: 'two', start: 11 });
  aligner.nudge(9);
  expect(aligner.captions(RATE)[0]).toEqual({ text: 'one', start: 10, end: 20 });
});

it('has two presses on one frame begin a frame apart, and a pause end with the next line', () => {
  const aligner = begun('one', 'two');
  aligner.mark(10);
  aligner.pause(40);
  aligner.mark(10);
  expect(aligner.lines.map(({ start, end }) => [start, end])).toEqual([[10, 11], [11, null]]);
});

it('takes presses back one by one, and keeps only what has its time', () => {
  const aligner = begun('one', 'two');
  aligner.mark(10);
  aligner.mark(20);
  aligner.undo();
  expect(aligner.captions(RATE).map(({ text }) => text)).toEqual(['one']);
  aligner.undo();
  aligner.undo();
  expect([aligner.canUndo, aligner.captions(RATE)]).toEqual([false, []]);
});
