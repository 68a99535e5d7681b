import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LoraUse } from '#core/schema/lora-use.ts';
import { LoraShelf } from '#lib/storage/lora-shelf.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { ToastAction } from '../shell/shell.svelte.ts';
import { LoraLibrary } from './lora-library.svelte.ts';

let folder: string;
let open: LoraLibrary[];
let undo: ToastAction | undefined;
let toasts: string[];
const blobs = openMemoryStorage().blobs;
const own = { id: 'mini', name: 'Mini', adapters: { loras: true, references: false, layers: ['blocks.0.into'] } };

function library(): LoraLibrary {
  const shell = { announce: () => {}, toast: (_kind: string, text: string, action?: ToastAction) => (toasts.push(text), (undo = action), 0) };
  const one = new LoraLibrary({ blobs, shell, own: () => own, shelf: new LoraShelf(folder), channel: folder });
  open.push(one);
  return one;
}

beforeEach(() => {
  folder = `library-${crypto.randomUUID()}`;
  [open, toasts, undo] = [[], [], undefined];
});
afterEach(async () => {
  for (const one of open) {
    await one.settle();
    one.dispose();
  }
  await (await navigator.storage.getDirectory()).removeEntry(folder, { recursive: true }).catch(() => undefined);
});

/** A LoRA of rank 1 for some module; `salt` makes other bytes. */
function lora(name: string, module: string, within: number, salt = 0, [down, up] = ['lora_A.weight', 'lora_B.weight']): File {
  const numbers = new Float32Array(2 * within).fill(salt);
  const header = JSON.stringify({
    [`${module}.${down}`]: { dtype: 'F32', shape: [1, within], data_offsets: [0, 4 * within] },
    [`${module}.${up}`]: { dtype: 'F32', shape: [within, 1], data_offsets: [4 * within, 8 * within] },
  });
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new File([length, header, numbers], name);
}
const wan = (name: string, salt = 0) => lora(name, 'diffusion_model.blocks.0.self_attn.q', 5120, salt);
const mini = (name: string, salt = 0) => lora(name, 'transformer.blocks.0.into', 8, salt);

it('takes many files at once, each with its own outcome, and keeps them for the next visit', async () => {
  const one = library();
  const page = new File(['<!doctype html><title>Sign in</title>'], 'page.safetensors');
  const pickle = new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0])], 'old.ckpt');
  const cut = new File([wan('cut').slice(0, 20_000)], 'cut.safetensors');
  const whole = lora('model.safetensors', 'conv_in', 8, 0, ['weight', 'bias']);
  const outcomes = await one.keep([mini('Ink.safetensors'), page, pickle, cut, whole, mini('again.safetensors')]);
  expect(outcomes.map(({ became }) => became)).toEqual(['kept', 'refused', 'refused', 'refused', 'refused', 'known']);
  const problems = outcomes.map(({ fault }) => String(fault?.facts['problem'] ?? fault?.facts['kind'] ?? ''));
  expect(problems[1]).toContain('is a web page');
  expect(problems[2]).toContain('PyTorch');
  expect(problems[3]).toContain('not whole');
  expect(problems[4]).toContain('a whole model');
  const later = library();
  await later.look();
  expect(later.all).toMatchObject([{ name: 'Ink', baseModel: 'Mini', facts: { base: 'mini', rank: 1, layers: 1 }, file: { name: 'Ink' } }]);
});

it('joins the two files of a pair, also on another day and in the other order', async () => {
  const one = library();
  await one.keep([wan('Ada_low_noise.safetensors', 1)]);
  one.change(one.all[0]!, { triggerWords: 'ada' });
  await one.settle();
  const later = library();
  await later.look();
  expect(await later.keep([wan('Ada_high_noise.safetensors', 2)])).toMatchObject([{ became: 'joined' }]);
  expect(await later.keep([wan('Ada_low_noise.safetensors', 1)])).toMatchObject([{ became: 'known' }]);
  const again = library();
  await again.look();
  expect(again.all).toMatchObject([{ name: 'Ada', triggerWords: 'ada', file: { name: 'Ada_high_noise' }, low: { name: 'Ada_low_noise' } }]);
});

it('keeps the last of what is typed, shows it in other tabs, and undoes a deletion', async () => {
  const [one, other] = [library(), library()];
  await one.keep([mini('Ink.safetensors')]);
  for (const notes of ['w', 'wo', 'word']) one.change(one.all[0]!, { notes });
  await one.settle();
  await expect.poll(() => other.all[0]?.notes).toBe('word');
  one.remove(one.all[0]!);
  expect([one.all.length, one.bin.length]).toEqual([0, 1]);
  await expect.poll(() => other.bin.length).toBe(1);
  undo!.run();
  expect(one.all).toHaveLength(1);
  await expect.poll(() => other.all.length).toBe(1);
  one.remove(one.all[0]!);
  await one.forget(one.bin[0]!);
  const later = library();
  await later.look();
  expect(later.all.concat(later.bin)).toEqual([]);
});

it('sees what a LoRA is for once the model is here by whose layers it is known', async () => {
  let here: typeof own | null = null;
  const one = new LoraLibrary({ blobs, shell: { announce: () => {}, toast: () => 0 }, own: () => here, shelf: new LoraShelf(folder), channel: folder });
  open.push(one);
  await one.keep([mini('Ink.safetensors'), wan('Ada.safetensors')]);
  expect(one.all.map(({ facts }) => facts.base)).toEqual([undefined, undefined]);
  here = own;
  await one.review();
  expect(one.all).toMatchObject([{ facts: { family: 'wan-14b' } }, { facts: { base: 'mini' }, baseModel: 'Mini' }]);
});

it('takes what films have, once, and leaves in the bin what a person put there', async () => {
  const one = library();
  const asset = await blobs.putFile(mini('from-a-film', 9));
  const use: LoraUse = { asset, name: 'Film look', weight: 0.4 };
  await one.adopt(use);
  await one.adopt({ ...use, weight: 1 });
  expect(one.all).toMatchObject([{ name: 'Film look', weight: 0.4 }]);
  one.remove(one.all[0]!);
  await one.adopt(use);
  expect(one.all).toEqual([]);
});

it('has a picture that is one, and says why it takes no other file', async () => {
  const one = library();
  await one.keep([mini('Ink.safetensors')]);
  const picture = new File(['no picture'], 'x.png');
  expect(await one.setPicture(one.all[0]!, picture)).toMatchObject({ reason: 'picture-unreadable' });
  one.showPicture(one.all[0]!, { asset: one.all[0]!.file.asset, type: 'image/png' });
  await one.settle();
  const later = library();
  await later.look();
  expect(later.all[0]?.picture?.type).toBe('image/png');
});
