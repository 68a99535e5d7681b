import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../schema/fault.ts';
import { checkModelFile } from './check-file.ts';
import { refuseFileName } from './file-names.ts';
import { field, graphWithData, onnxText, safetensors } from './model-bytes.test-support.ts';

const check = (path: string, bytes: Uint8Array): Promise<unknown> =>
  checkModelFile(path, bytes.length, async (start, length) => bytes.slice(start, start + length)).then(
    () => 'taken',
    (error: { fault?: Fault }) => error.fault?.facts['why'] ?? error,
  );

describe('the name of a model’s file', () => {
  it('is taken for weights, words and voices', () => {
    for (const name of ['onnx/model_q4f16.onnx', 'onnx/model.onnx_data', 'onnx/model.onnx_data_1', 'model.onnx.data', 'a.safetensors', 'A.GGUF', 'config.json', 'tokenizer/merges.txt', 'vocab.txt', 'chat_template.jinja', 'spiece.model', 'voices/af_heart.bin']) {
      expect(refuseFileName(name), name).toBeUndefined();
    }
  });

  it('is refused for whatever can run', () => {
    for (const name of ['pytorch_model.bin', 'model.pt', 'model.pth', 'model.ckpt', 'model.pkl', 'model.pickle', 'modeling.py', 'run.sh', 'a.dll', 'weights.npz', 'keras.h5', 'model.onnx.py', 'README.md', 'x/voices.bin', 'model.onnx_data_9999']) {
      expect(refuseFileName(name), name).toBe('kind');
    }
  });

  it('never leaves the folder, in a thousand tries', () => {
    const step = fc.constantFrom('..', '.', '', 'a', 'con', 'nul.json', 'a.', 'b ', '~', 'C:', '%2e%2e', '\\..\\', '\0', '‮', '．．');
    const evil = fc.tuple(fc.constantFrom('', '/', '//', 'C:/', '\\\\host\\'), fc.array(step, { minLength: 1, maxLength: 5 }), fc.constantFrom('/', '\\')).map(([begin, steps, between]) => `${begin}${steps.join(between)}${between}x.onnx`);
    fc.assert(
      fc.property(evil, (path) => {
        if (refuseFileName(path) === undefined) expect(path).toMatch(/^(a\/)*x\.onnx$/);
      }),
      { numRuns: 1_000 },
    );
    expect(refuseFileName('a/model.onnx.part')).toBe('name');
  });
});

describe('a model’s file', () => {
  it('is taken when it is what its name says', async () => {
    expect(await check('m.onnx', graphWithData('model.onnx_data'))).toBe('taken');
    expect(await check('onnx/m.onnx', graphWithData('./m.onnx_data'))).toBe('taken');
    expect(await check('m.safetensors', safetensors({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, 8))).toBe('taken');
    expect(await check('m.gguf', gguf(3, 2n, 1n))).toBe('taken');
    expect(await check('config.json', new TextEncoder().encode('\n {"a":1}'))).toBe('taken');
  });

  it('is never a pickle, whatever its name says', async () => {
    const pickle = new Uint8Array([0x80, 0x04, 0x95, 0, 0, 0, 0, 0, 0, 0]);
    const archive = new TextEncoder().encode('PK\x03\x04archive/data.pkl');
    for (const name of ['m.onnx', 'm.safetensors', 'm.gguf', 'voices/a.bin', 'config.json', 'm.onnx_data']) {
      expect(await check(name, pickle), name).toBe('pickle');
      expect(await check(name, archive), name).toBe('pickle');
    }
  });

  it('keeps its external data in its own folder', async () => {
    for (const location of ['../secret.onnx_data', '/etc/passwd', 'C:\\x', '..\\x', 'a/../../x', '', '.', 'nul', 'x'.repeat(300), '//host/x', 'file:///etc/passwd']) {
      expect(await check('onnx/m.onnx', graphWithData(location)), location).toBe('outside');
    }
  });

  it('finds external data in the graphs inside of nodes, too', async () => {
    const tensor = field(13, [...field(1, onnxText('location')), ...field(2, onnxText('../x'))]);
    const inNode = (graph: number[]) => field(7, field(1, field(5, field(6, graph))));
    expect(await check('m.onnx', new Uint8Array(inNode(field(5, tensor))))).toBe('outside');
    expect(await check('m.onnx', new Uint8Array(inNode(field(15, field(1, tensor)))))).toBe('outside');
    expect(await check('m.onnx', new Uint8Array(field(25, field(7, field(5, field(5, tensor))))))).toBe('outside');
  });

  it('declares nothing past its own end', async () => {
    expect(await check('m.onnx', new Uint8Array([0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f]))).toBe('damaged');
    expect(await check('m.onnx', new Uint8Array([0x3a, 0x05, 1]))).toBe('damaged');
    expect(await check('m.onnx', new Uint8Array([0x80, 0x80]))).toBe('damaged');
    expect(await check('m.onnx', new Uint8Array(0))).toBe('damaged');
    expect(await check('m.onnx', new TextEncoder().encode('<!doctype html><title>Not found'))).toBe('damaged');
    expect(await check('m.safetensors', safetensors({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 80] } }, 8))).toBe('damaged');
    expect(await check('m.safetensors', new Uint8Array([255, 255, 255, 255, 255, 255, 255, 127, 123]))).toBe('damaged');
    expect(await check('m.gguf', gguf(3, 1_000_000n, 1n))).toBe('damaged');
    expect(await check('m.gguf', gguf(9, 1n, 1n))).toBe('damaged');
    expect(await check('tokenizer.json', new TextEncoder().encode('<html>'))).toBe('damaged');
  });

  it('nests no deeper than models do, and has no millions of tensors', async () => {
    let deep = field(5, field(13, field(1, onnxText('x'))));
    for (let i = 0; i < 200; i += 1) deep = field(1, field(5, field(6, deep)));
    expect(await check('m.onnx', new Uint8Array(field(7, deep)))).toBe('damaged');
    const many = new Uint8Array(8_200_000).fill(0);
    for (let i = 0; i < many.length; i += 2) many.set([0x2a, 0], i);
    expect(await check('m.onnx', wrapped(many))).toBe('damaged');
  });

  it('answers bytes of any kind with a taken or a refused file, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('m.onnx', 'm.safetensors', 'm.gguf', 'c.json'), async (bytes, name) => {
        expect(['taken', 'pickle', 'outside', 'damaged']).toContain(await check(name, bytes));
      }),
      { numRuns: 500 },
    );
  });
});

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) + 0x80);
  return [...bytes, value];
}

function wrapped(inside: Uint8Array): Uint8Array {
  const begin = [0x3a, ...varint(inside.length)];
  const whole = new Uint8Array(begin.length + inside.length);
  whole.set(begin);
  whole.set(inside, begin.length);
  return whole;
}

function gguf(version: number, tensors: bigint, keys: bigint): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('GGUF'));
  view.setUint32(4, version, true);
  view.setBigUint64(8, tensors, true);
  view.setBigUint64(16, keys, true);
  return bytes;
}
