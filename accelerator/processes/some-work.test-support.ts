import { z } from 'zod';
import { fileURLToPath } from 'node:url';
import type { Protocol } from './protocol.ts';
import { WorkProcess, type WorkProcessOptions } from './work-process.ts';

/** What the process of the tests can be asked: each way in which work ends well or badly. */
export const SomeOrder = z.enum(['answer', 'steps', 'fault', 'bug', 'die', 'die-silently', 'hang', 'fill-memory', 'nonsense', 'wrong-answer', 'wrong-news']);
export type SomeOrder = z.infer<typeof SomeOrder>;

export const SOME: Protocol<SomeOrder, number, string> = { order: SomeOrder, news: z.number(), made: z.string() };
export const PROGRAM = new URL('./some-child.test-support.ts', import.meta.url);
export const OWNER = fileURLToPath(new URL('./some-owner.test-support.ts', import.meta.url));

export const someOptions: WorkProcessOptions<SomeOrder, number, string> = { program: PROGRAM, protocol: SOME, engine: 'The test', provider: 'cpu', silenceMs: 60_000, graceMs: 300 };
export const someProcess = (changes: Partial<typeof someOptions> = {}) => new WorkProcess({ ...someOptions, ...changes });
