import { expect, it } from 'vitest';
import type { LoraOutcome } from '#lib/state/models/lora-library.svelte.ts';
import { outcomesSaid } from './lora-words.ts';

it.each([
  [['kept'], '1 LoRA file taken.'],
  [['known'], '1 LoRA file was here already.'],
  [['kept', 'joined', 'known', 'known', 'refused'], '2 LoRA files taken. 2 LoRA files were here already. 1 file could not be taken.'],
  [['refused'], '1 file could not be taken.'],
] as const)('says of %s: %s', (became, said) => {
  expect(outcomesSaid(became.map((one) => ({ became: one }) as LoraOutcome))).toBe(said);
});
