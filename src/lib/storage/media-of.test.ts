import { expect, it } from 'vitest';
import { Sha256 } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { Draft, JobRecord } from './records.ts';
import { mediaOf } from './media-of.ts';

const [media, lora, face, asked, shown] = [...'abcde'].map((letter) => Sha256.parse(letter.repeat(64))) as [Sha256, Sha256, Sha256, Sha256, Sha256];

it('names LoRAs and reference pictures of takes and jobs, without which they are whole', () => {
  const file = { sha256: media };
  const take = { media: file, poster: file, filmstrip: file, recipe: { inputs: { references: [face] }, loras: [{ asset: lora, name: 'ink', weight: 1 }] } };
  const job = { request: { loras: [{ asset: asked, name: 'oil', weight: 1 }], references: [shown] } };
  const names = mediaOf({ takes: [take as unknown as Take], jobs: [job as unknown as JobRecord], draft: undefined, projects: [] });
  expect(Object.fromEntries(names)).toEqual({ [media]: true, [lora]: false, [face]: false, [asked]: false, [shown]: false });
});

it('names LoRAs and pictures that stand in the Create form before anything was sent with them', () => {
  const draft = { loras: [{ asset: lora, name: 'ink', weight: 1 }], references: [face] } as unknown as Draft;
  expect(Object.fromEntries(mediaOf({ takes: [], jobs: [], draft, projects: [] }))).toEqual({ [lora]: false, [face]: false });
});
