import { writeSync } from 'node:fs';

const waiting = new Int32Array(new SharedArrayBuffer(4));
/** Stands still, as a program that computes does. */
export const compute = (milliseconds) => void Atomics.wait(waiting, 0, 0, milliseconds);

/** How what is said is cut on its way; odd places, and now and then a moment between. */
let cut = 0;
const LENGTHS = [1, 7, 64, 3, 4096, 2, 31];

function print(pipe, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    cut += 1;
    const length = bytes.length > 100_000 ? 65_536 : LENGTHS[cut % LENGTHS.length];
    at += write(pipe, bytes.subarray(at, at + length));
    if (cut % 40 === 0) compute(1);
  }
}

/** A pipe that is full is tried again. */
function write(pipe, bytes) {
  for (;;) {
    try {
      return writeSync(pipe, bytes);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      compute(1);
    }
  }
}

export const raw = (text, pipe = 1) => print(pipe, text);

/** A line of its log; errors go to the other pipe. */
export function log(level, place, text) {
  print(level === 'ERROR' ? 2 : 1, `[${level.padEnd(5)}] ${place} - ${text}\n`);
}
export const info = (text, place = 'stable-diffusion.cpp:1234') => log('INFO', place, text);

/** A bar, drawn over the one before; the last ends its line. */
export function bar(step, steps, speed, sign = '=') {
  const at = Math.floor((step * 50) / steps);
  const marks = Array.from({ length: 50 }, (_, i) => (i > at ? ' ' : i === at && i !== 49 && sign === '=' ? '>' : sign));
  print(1, `\r  |${marks.join('')}| ${step}/${steps} - ${speed}\u001b[K${step === steps ? '\n' : ''}`);
}
