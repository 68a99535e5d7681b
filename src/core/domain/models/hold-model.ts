import type { ModelId } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import type { ModelShelf } from './model-shelf.ts';

/** Does something with a model that nobody else has in hand meanwhile. Throws FaultError `model-busy` where somebody has. */
export async function holdingModel<Value>(shelf: ModelShelf, id: ModelId, work: () => Promise<Value>): Promise<Value> {
  const release = await shelf.hold(id);
  if (!release) throw new FaultError('model-busy', { model: id });
  try {
    return await work();
  } finally {
    await release();
  }
}
