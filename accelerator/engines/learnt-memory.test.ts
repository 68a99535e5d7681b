import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { LearntMemory } from './learnt-memory.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kinora-learnt-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [PLACE, OTHER] = ['sd-cli on a card', 'ComfyUI at gpu.home:8188 on a card'];

it('what was learnt of memory is there again after a restart, for the place that taught it', () => {
  const parts = { file: path.join(folder, 'learnt.json'), log: { warn: vi.fn() } };
  const before = new LearntMemory(parts);
  before.note(PLACE, 'one', { memory: 1.4, samples: 1 });
  before.note(PLACE, 'two', { memory: 1, speed: 5e12, samples: 3 });
  before.note(OTHER, 'one', { memory: 0.9, samples: 2 });
  before.note(PLACE, 'one', { memory: 1.3, samples: 2 });
  const after = new LearntMemory(parts);
  expect(after.at(PLACE)).toEqual({ one: { memory: 1.3, samples: 2 }, two: { memory: 1, speed: 5e12, samples: 3 } });
  expect([after.at(OTHER), after.at('elsewhere')]).toEqual([{ one: { memory: 0.9, samples: 2 } }, {}]);
  expect(parts.log.warn).not.toHaveBeenCalled();
});

it.each(['', '{"schema": 1', '{"schema":2,"places":{}}', '{"schema":1,"places":{"a":{"b":{"memory":-1,"samples":1}}}}'])('a file that says %j counts as none, and the next run is noted', (text) => {
  const parts = { file: path.join(folder, 'damaged.json'), log: { warn: vi.fn() } };
  writeFileSync(parts.file, text);
  const learnt = new LearntMemory(parts);
  expect([learnt.at('a'), parts.log.warn.mock.calls.length]).toEqual([{}, 1]);
  learnt.note(PLACE, 'one', { memory: 1, samples: 1 });
  expect(JSON.parse(readFileSync(parts.file, 'utf8'))).toEqual({ schema: 1, places: { [PLACE]: { one: { memory: 1, samples: 1 } } } });
});

it('what cannot be written down holds until the end, and no run fails for it', () => {
  const parts = { file: path.join(folder, 'nowhere', 'learnt.json'), log: { warn: vi.fn() } };
  const learnt = new LearntMemory(parts);
  learnt.note(PLACE, 'one', { memory: 1, samples: 1 });
  expect([learnt.at(PLACE), parts.log.warn.mock.calls.length]).toEqual([{ one: { memory: 1, samples: 1 } }, 1]);
});
