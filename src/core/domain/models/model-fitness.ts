import type { Purpose } from '../../schema/catalogue.ts';
import type { Fault } from '../../schema/fault.ts';
import type { KeptModel } from '../../schema/kept-model.ts';
import type { ModelShelf } from './model-shelf.ts';

/** What the files of a whole model are, by their layout and what they say of themselves. */
export interface ModelFitness {
  /** What they can be used for; absent where no step of the studio knows their layout. */
  readonly purpose?: Purpose;
  /** Why nothing can use them, though their layout is known. */
  readonly unfit?: Fault;
}

/** Looks into a model whose files are all on a shelf and verified. */
export type JudgeModel = (model: KeptModel, shelf: Pick<ModelShelf, 'bytesOf' | 'read'>) => Promise<ModelFitness>;

/** A whole model with what was found when it was looked into: what it is for, where nobody had said, and why nothing can use it. */
export async function judged(model: KeptModel, shelf: Pick<ModelShelf, 'bytesOf' | 'read'>, judge: JudgeModel): Promise<KeptModel> {
  const { unfit: _old, ...plain } = model;
  const { purpose, unfit } = await judge(plain, shelf);
  return { ...plain, ...(purpose && { purpose: plain.purpose ?? purpose }), ...(unfit && { unfit }) };
}
