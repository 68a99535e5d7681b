import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import type { KeptLora } from '../../schema/kept-lora.ts';
import { Sha256, TakeId } from '../../schema/ids.ts';
import { ClipId, ProjectId } from '../../schema/project-ids.ts';
import type { Take } from '../../schema/take.ts';
import { type AskedModel, lorasFor, madeWith } from './made-with.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [harbour, letters, none] = [1, 2, 3].map((n) => ProjectId.parse(uuid(n))) as [ProjectId, ProjectId, ProjectId];
const HASH = Sha256.parse('a'.repeat(64));

let count = 100;
const take = (model: string, engine = 'browser', changes: Partial<Take> = {}, recipe: Partial<Take['recipe']> = {}): Take => {
  const some = someTake();
  return { ...some, ...changes, id: TakeId.parse(uuid((count += 1))), recipe: { ...some.recipe, ...recipe, engine: { ...some.recipe.engine, id: engine, provider: 'p' }, model: { ...some.recipe.model, id: model } } };
};
const madeFor = (project: ProjectId) => ({ madeFor: { project, clip: ClipId.parse(uuid(9)) } });
const asked = (id: string, changes: Partial<AskedModel> = {}): AskedModel => ({ id, name: id.toUpperCase(), files: [], ...changes });

describe('what was made with a model', () => {
  it('is told in takes and projects, each take of a project once, those with the most first', () => {
    const takes = [take('a', 'browser', madeFor(harbour)), take('a', 'onnx', madeFor(letters)), take('a', 'browser', madeFor(letters)), take('b', 'browser', { ...madeFor(none), description: { text: 'A sea.', model: 'A' } })];
    const projects = [
      { id: harbour, name: 'Harbour', takes: [takes[0]!.id] },
      { id: letters, name: 'Letters', takes: [takes[0]!.id, takes[3]!.id] },
      { id: none, name: 'None', takes: [] },
    ];
    expect(madeWith(takes, projects, asked('a'))).toEqual({
      takes: 3,
      as: [{ model: 'a', takes: 3 }],
      described: 1,
      projects: [{ id: letters, name: 'Letters', takes: 3 }, { id: harbour, name: 'Harbour', takes: 1 }],
    });
    expect(madeWith(takes, projects, asked('c'))).toEqual({ takes: 0, as: [], described: 0, projects: [] });
  });

  it('is found under the names that engines give to files, by engine', () => {
    const entry = { id: 'wan2.2-t2v-a14b-gguf', purpose: 'video', figures: 'wan2.2-t2v-a14b', engines: ['sdcpp'] } as unknown as NonNullable<AskedModel['entry']>;
    const takes = [take('wan2.2-t2v-a14b', 'sdcpp'), take('wan2.2-t2v-a14b-lightning', 'sdcpp'), take('wan2.2-t2v-a14b', 'sdcpp'), take('wan2.2-t2v-a14b', 'comfyui')];
    expect(madeWith(takes, [], asked(entry.id, { entry })).as).toEqual([
      { model: 'wan2.2-t2v-a14b', engine: 'sdcpp, p', takes: 2 },
      { model: 'wan2.2-t2v-a14b-lightning', engine: 'sdcpp, p', takes: 1 },
    ]);
    const lightning = { id: 'wan2.2-t2v-lightning', purpose: 'lora', engines: ['sdcpp', 'comfyui'] } as unknown as NonNullable<AskedModel['entry']>;
    expect(madeWith(takes, [], asked(lightning.id, { entry: lightning })).takes).toBe(1);
    const lora = take('wan2.2-i2v-a14b', 'comfyui', {}, { loras: [{ asset: Sha256.parse('b'.repeat(64)), name: 'l', weight: 1, low: { asset: HASH, name: 'low' } }] });
    expect(madeWith([...takes, lora], [], asked(lightning.id, { entry: lightning, files: [HASH] })).takes).toBe(2);
  });
});

it('LoRAs are those of its family or of its own layers, outside the bin', () => {
  const lora = (name: string, facts: object, changes: object = {}) => ({ name, facts: { layers: 1, family: 'unknown', ...facts }, ...changes }) as unknown as KeptLora;
  const loras = [lora('wide', { family: 'wan-14b' }), lora('own', { base: 'mini' }), lora('gone', { family: 'wan-14b' }, { deletedAt: 1 }), lora('turbo', { family: 'sd-2' })];
  const names = (model: AskedModel) => lorasFor(loras, model).map(({ name }) => name);
  expect([names(asked('wan2.2-t2v-a14b-gguf')), names(asked('mini')), names(asked('sd-turbo')), names(asked('qwen3'))]).toEqual([['wide'], ['own'], ['turbo'], []]);
});
