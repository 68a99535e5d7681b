import { meansModule, roleOf } from './layer-names.ts';

/** Whether a LoRA with tensors of these names changes any of a model's layers (see `adapters.layers` of its manifest). */
export const changesLayers = (tensors: Iterable<string>, layers: readonly string[]): boolean =>
  [...tensors].some((tensor) => {
    const role = roleOf(tensor);
    return role?.graph === 'transformer' && layers.some((layer) => meansModule(role, layer));
  });
