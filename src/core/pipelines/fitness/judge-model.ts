import { z } from 'zod';
import { fromUtf8 } from '../../domain/bytes/text-bytes.ts';
import { graphAmong } from '../../domain/models/graph-files.ts';
import type { JudgeModel, ModelFitness } from '../../domain/models/model-fitness.ts';
import { statedBy } from '../../domain/models/stated-licence.ts';
import type { Purpose } from '../../schema/catalogue.ts';
import { type Fault, FaultError } from '../../schema/fault.ts';
import { parseJson, readManifest } from '../model-folder.ts';
import { isStillFolder, readStillModel } from '../stills/read-still-model.ts';
import { readTokenizer } from '../stills/words/read-tokenizer.ts';
import { jsonOf } from '../transformers/load.ts';
import { mustBeBelievable } from './believable-sizes.ts';
import { type Layout, LAYOUTS } from './layouts.ts';
import { ShelfFolder } from './shelf-folder.ts';

/** What every tokenizer.json has. */
const Words = z.object({ model: z.object({ vocab: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]) }) });
const CONFIG = 'config.json';

/**
 * Whether a model of a person's own whose files are here and verified can be used by the step that it is for: all that the step opens is
 * there, and what it says of itself is in the bounds in which it is believed. Graphs are not opened. What it is for is
 * told by its files, where nobody has said. */
export const judgeModel: JudgeModel = async (model, shelf) => {
  // What the catalogue names was looked into by whoever wrote it down there, and some of it only the engines know.
  if (model.variant !== undefined) return {};
  const said = model.purpose;
  const files = new ShelfFolder(model, shelf);
  let purpose: Purpose | undefined;
  try {
    for (const path of files.paths.filter((each) => each === CONFIG || each.endsWith(`/${CONFIG}`))) mustBeBelievable(path, parseJson(path, await files.read(path)));
    const config = files.paths.includes(CONFIG) ? fromUtf8(await files.read(CONFIG)) : undefined;
    const layout = LAYOUTS.find((each) => (said === undefined ? each.isMeant(files.paths, config) : each.purpose === said));
    if (layout) {
      purpose = layout.purpose;
      await mustBeWhole(files, layout);
      return { purpose };
    }
    return await fitnessOfPictures(files, (found) => (purpose = found));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { ...(purpose && { purpose }), unfit: unfitFault(error.fault, purpose ?? said) };
  }
};

async function mustBeWhole(files: ShelfFolder, { graphs, beside, check }: Layout): Promise<void> {
  const { paths } = files;
  for (const name of graphs) if (!graphAmong(paths, name)) throw new FaultError('model-file-missing', { file: `onnx/${name}.onnx` });
  for (const file of beside) if (!paths.includes(file)) throw new FaultError('model-file-missing', { file });
  await check((path) => files.read(path), paths);
  if (beside.includes('tokenizer.json')) jsonOf('tokenizer.json', await files.read('tokenizer.json'), Words);
}

/** Of a folder with a manifest, or in the layout of a diffusers ONNX export. */
async function fitnessOfPictures(files: ShelfFolder, found: (purpose: Purpose) => void): Promise<ModelFitness> {
  if (files.paths.includes('manifest.json')) {
    const manifest = await readManifest(files);
    const { purpose } = statedBy(manifest);
    found(purpose);
    for (const { file, bytes } of Object.values(manifest.components)) {
      const here = await files.size(file);
      if (here === undefined) throw new FaultError('model-file-missing', { file });
      if (here !== bytes) throw new FaultError('model-file-truncated', { file, expected: bytes, found: here });
    }
    return { purpose };
  }
  // Folders of weights for other programs have the same descriptions, and no graph.
  const isMeant = files.paths.includes('model_index.json') && files.paths.some((path) => path.endsWith('.onnx'));
  if (isMeant) found('stills');
  if (!(await isStillFolder(files))) {
    if (isMeant) throw new FaultError('model-file-missing', { file: 'unet/model.onnx or transformer/model.onnx' });
    return {};
  }
  found('stills');
  for (const folder of (await readStillModel(files)).tokenizers) await readTokenizer(files, folder);
  return { purpose: 'stills' };
}

/** What keeps a model from being used, said of the model. */
function unfitFault({ reason, facts: { file, problem, expected, found } }: Fault, purpose: Purpose | undefined): Fault {
  const missing = reason === 'model-file-missing';
  const why = problem ?? (expected === undefined ? undefined : `it has ${found} bytes and should have ${expected}`);
  return { reason: 'model-unfit', facts: { ...(purpose && { purpose }), ...(file !== undefined && { file }), ...(!missing && { problem: why ?? 'it cannot be read' }) } };
}
