import { describe, expect, it } from 'vitest';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { keepLora, keepPicture } from './cast-files.ts';

const { blobs } = openMemoryStorage();

async function picture(name: string, type = 'image/png'): Promise<File> {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext('2d')!.fillRect(0, 0, 40, 30);
  return new File([await canvas.convertToBlob({ type })], name, { type });
}

function lora(name: string, header: string, data = 32): File {
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new File([length.buffer, header, new Uint8Array(data)], name);
}
const HEADER = JSON.stringify({ 'down.weight': { dtype: 'F16', shape: [4, 4], data_offsets: [0, 32] } });
const reason = async (kept: ReturnType<typeof keepLora> | ReturnType<typeof keepPicture>) => {
  const result = await kept;
  return result.ok ? 'kept' : [result.fault.reason, result.fault.facts['file']];
};

describe('a picture of someone', () => {
  it('is kept by its bytes, under its name without the ending', async () => {
    const kept = await keepPicture(await picture('Ada. At sea.jpg', 'image/jpeg'), blobs);
    expect(kept).toMatchObject({ ok: true, value: { name: 'Ada. At sea', type: 'image/jpeg' } });
    expect(kept.ok && (await blobs.has(kept.value.asset))).toBe(true);
  });

  it('is refused where it cannot be read, is too large, or moves', async () => {
    expect(await reason(keepPicture(new File(['no picture'], 'lie.png', { type: 'image/png' }), blobs))).toEqual(['picture-unreadable', 'lie.png']);
    expect(await reason(keepPicture(new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'a.svg', { type: 'image/svg+xml' }), blobs))).toEqual(['picture-unreadable', 'a.svg']);
    const huge = await picture('huge.png');
    expect(await reason(keepPicture(new File([huge, new Uint8Array(50e6)], 'huge.png', { type: 'image/png' }), blobs))).toEqual(['picture-too-large', 'huge.png']);
  });
});

describe('a LoRA', () => {
  it('is kept by its bytes, with full strength', async () => {
    const kept = await keepLora(lora('Ink v2.safetensors', HEADER), blobs, null);
    expect(kept).toMatchObject({ ok: true, value: { name: 'Ink v2', weight: 1 } });
    expect(kept.ok && (await blobs.get(kept.value.asset))?.size).toBe(8 + HEADER.length + 32);
  });

  it('is known to be made for a model whose layers it changes, and for no other', async () => {
    const header = JSON.stringify({ 'transformer.blocks.0.into.lora_A.weight': { dtype: 'F32', shape: [8], data_offsets: [0, 32] } });
    const model = (...layers: string[]) => ({ id: 'mini', adapters: { loras: true, references: false, layers } });
    expect(await keepLora(lora('a.safetensors', header), blobs, model('blocks.0.into'))).toMatchObject({ value: { base: 'mini' } });
    const other = await keepLora(lora('a.safetensors', header), blobs, model('blocks.10.into'));
    expect(other.ok && other.value).not.toHaveProperty('base');
  });

  it('is refused where it is none, or not whole', async () => {
    expect(await reason(keepLora(new File(['short'], 'short.safetensors'), blobs, null))).toEqual(['lora-unreadable', 'short.safetensors']);
    expect(await reason(keepLora(lora('cut.safetensors', HEADER, 31), blobs, null))).toEqual(['lora-unreadable', 'cut.safetensors']);
    expect(await reason(keepLora(lora('pickle.pt', '{"broken'), blobs, null))).toEqual(['lora-unreadable', 'pickle.pt']);
  });
});
