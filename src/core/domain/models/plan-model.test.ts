import { describe, expect, it } from 'vitest';
import { CatalogueModel, ModelId } from '../../schema/catalogue.ts';
import { Sha256 } from '../../schema/ids.ts';
import { fileAddress, listingAddress, readListing } from './hub.ts';
import { accept, licenceInRecipe, mayUse, UNKNOWN_LICENCE } from './licence-rule.ts';
import { planModel, planRepository } from './plan-model.ts';

const COMMIT = 'c'.repeat(40);
const HASH = Sha256.parse('b'.repeat(64));
const source = { repository: 'o/n', revision: 'main' };
const model = CatalogueModel.parse({
  schema: 1, id: 'm', name: 'M', about: 'A.', purpose: 'depth', modes: [], runs: ['browser'], engines: [], source, also: [''],
  files: [], variants: [{ id: 'fp32', files: [{ path: 'onnx/model.onnx' }] }, { id: 'q4', files: [{ path: 'q4.onnx', bytes: 5 }] }],
  licence: { name: 'MIT', spdx: 'MIT', commercial: 'yes', restricted: false }, sources: ['x'],
  unchecked: ['revision', 'bytes', 'hashes', 'memory', 'training data'],
});
const listing = (extra: object[] = []) =>
  JSON.stringify({
    sha: COMMIT,
    siblings: [
      { rfilename: 'onnx/model.onnx', size: 7, blobId: 'd'.repeat(40), lfs: { sha256: HASH, size: 7, pointerSize: 1 } },
      { rfilename: 'q4.onnx', size: 5 },
      { rfilename: 'config.json', size: 2, blobId: 'e'.repeat(40) },
      { rfilename: 'deep/other.json', size: 2 },
      { rfilename: 'pytorch_model.bin', size: 9 },
      ...extra,
    ],
  });
const list = async () => readListing(listing(), source);

describe('planning a model', () => {
  it('takes sizes and hashes from the hub, and addresses of the very commit', async () => {
    const planned = await planModel(model, undefined, list, { now: 1 });
    expect(planned.files).toEqual([
      { path: 'onnx/model.onnx', bytes: 7, digest: { sha256: HASH }, url: `https://huggingface.co/o/n/resolve/${COMMIT}/onnx/model.onnx` },
      { path: 'config.json', bytes: 2, digest: { gitBlob: 'e'.repeat(40) }, url: `https://huggingface.co/o/n/resolve/${COMMIT}/config.json` },
    ]);
    expect(planned).toMatchObject({ id: 'm', variant: 'fp32', paused: false, licence: model.licence });
    expect((await planModel(model, 'q4', list, { now: 1, hub: 'http://mirror:1/' })).files[0]?.url).toBe(`http://mirror:1/o/n/resolve/${COMMIT}/q4.onnx`);
  });

  it('refuses a hub that has other files than the catalogue says', async () => {
    const of = (file: object) => CatalogueModel.parse({ ...model, also: [], variants: [{ id: 'a', files: [file] }] });
    await expect(planModel(of({ path: 'gone.onnx' }), undefined, list, { now: 1 })).rejects.toMatchObject({ fault: { reason: 'model-file-missing' } });
    await expect(planModel(of({ path: 'onnx/model.onnx', sha256: 'f'.repeat(64) }), undefined, list, { now: 1 })).rejects.toMatchObject({ fault: { reason: 'model-file-wrong-hash' } });
    await expect(planModel(of({ path: 'onnx/model.onnx', bytes: 8 }), undefined, list, { now: 1 })).rejects.toMatchObject({ fault: { reason: 'model-file-truncated' } });
    await expect(planModel(model, 'q9', list, { now: 1 })).rejects.toMatchObject({ fault: { reason: 'option-invalid', facts: { allowed: 'fp32, q4' } } });
  });

  it('takes of a repository that a person names what a model may have, and nothing that can run', async () => {
    const planned = await planRepository(ModelId.parse('o--n'), source, list, { now: 1 });
    expect(planned.files.map(({ path }) => path)).toEqual(['onnx/model.onnx', 'q4.onnx', 'config.json', 'deep/other.json']);
    expect(planned.licence).toBe(UNKNOWN_LICENCE);
    const pickles = async () => readListing(JSON.stringify({ sha: COMMIT, siblings: [{ rfilename: 'pytorch_model.bin' }, { rfilename: 'config.json' }] }), source);
    await expect(planRepository(ModelId.parse('x'), source, pickles, { now: 1 })).rejects.toMatchObject({ fault: { reason: 'model-file-unsafe', facts: { why: 'kind' } } });
  });

  it('takes no name from the hub that leaves the folder', async () => {
    const evil = async () => readListing(listing([{ rfilename: '../../x.onnx', size: 3 }, { rfilename: '/etc/x.json', size: 3 }]), source);
    const planned = await planRepository(ModelId.parse('x'), source, evil, { now: 1 });
    expect(planned.files.map(({ path }) => path)).not.toContain('../../x.onnx');
    expect(planned.files).toHaveLength(4);
  });

  it('refuses whatever is no listing', () => {
    for (const text of ['', '<html>', '{}', '{"sha":"main","siblings":[]}', JSON.stringify({ sha: COMMIT, siblings: [{ rfilename: 'a', lfs: { sha256: 'x', size: 1 } }] })]) {
      expect(() => readListing(text, source), text).toThrow('model-hub-away');
    }
  });

  it('writes addresses that a name cannot break out of', () => {
    expect(listingAddress({ repository: 'o/n', revision: 'v1' })).toBe('https://huggingface.co/api/models/o/n/revision/v1?blobs=true');
    expect(fileAddress(source, 'a b/#?.onnx')).toBe('https://huggingface.co/o/n/resolve/main/a%20b/%23%3F.onnx');
  });
});

describe('the licence rule', () => {
  const licence = { ...UNKNOWN_LICENCE, name: 'Special' };
  it('lets nobody use a restricted model before its very licence was accepted', () => {
    expect(mayUse({ licence: model.licence })).toBe(true);
    expect(mayUse({ licence })).toBe(false);
    expect(mayUse({ licence, accepted: accept(licence, 5) })).toBe(true);
    expect(mayUse({ licence: { ...licence, text: HASH }, accepted: accept(licence, 5) })).toBe(false);
    expect(mayUse({ licence: { ...licence, name: 'Other' }, accepted: accept(licence, 5) })).toBe(false);
  });

  it('names the licence for a recipe', () => {
    expect(licenceInRecipe(model.licence)).toBe('MIT');
    expect(licenceInRecipe(licence)).toBe('Special');
  });
});
