import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { LENGTH_BYTES, tensorShapes } from '../../domain/pool/safetensors.ts';
import { loraFacts } from './lora-facts.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const factors = (module: string, within: number, rank = 16): [string, number[]][] => [
  [`${module}.lora_A.weight`, [rank, within]],
  [`${module}.lora_B.weight`, [within, rank]],
];
const facts = (...tensors: [string, number[]][]) => loraFacts(new Map(tensors));

it.each([
  ['wan-14b', factors('diffusion_model.blocks.0.self_attn.q', 5120)],
  ['wan-14b', factors('lora_unet_blocks_3_self_attn_q', 5120)],
  ['wan-5b', factors('transformer.blocks.29.attn1.to_q', 3072)],
  ['sd-1', factors('unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k', 768)],
  ['sd-2', factors('lora_unet_up_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k', 1024)],
  ['sdxl', factors('unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k', 2048)],
  ['unknown', factors('transformer.blocks.0.attn1.to_q', 640)],
])('tells %s by the layers and their widths', (family, tensors) => {
  expect(facts(...tensors)).toEqual({ family, layers: 1, rank: 16 });
});

it('says nothing for sure where layers speak of two families', () => {
  expect(facts(...factors('transformer.blocks.0.attn1.to_q', 5120), ...factors('transformer.blocks.1.attn1.to_q', 3072))?.family).toBe('unknown');
});

it('knows other ways of adapting by their names, and a whole model as none', () => {
  expect(facts(['lora_unet_x.hada_w1_a', [4, 4]], ['lora_unet_x.hada_w1_b', [4, 4]])).toMatchObject({ way: 'LoHa' });
  expect(facts(['model.diffusion_model.input_blocks.0.0.weight', [320, 4, 3, 3]], ['model.alpha', [1]])).toBeUndefined();
});

it('sees that the LoRA that comes with Kinora Mini changes layers of Kinora Mini, and that one for Wan does not', async () => {
  const bytes = await readFile(path.join(ROOT, 'models/kinora-mini/loras/riso.safetensors'));
  const manifest = JSON.parse(await readFile(path.join(ROOT, 'models/kinora-mini/manifest.json'), 'utf8')) as { id: string; adapters: { layers: string[] } };
  const own = { id: manifest.id, layers: manifest.adapters.layers };
  const header = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + Number(bytes.readBigUInt64LE())).toString('utf8');
  expect(loraFacts(tensorShapes(header), own)).toMatchObject({ base: manifest.id, family: 'unknown' });
  expect(loraFacts(new Map([...factors('blocks.0.self_attn.q', 5120), ...factors('blocks.0.out', 5120)]), own)).not.toHaveProperty('base');
});
