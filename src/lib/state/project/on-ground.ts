import type { CutOutOf, Ground } from '#core/schema/cut-out.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { NamedBytes } from '../store/assets.svelte.ts';
import type { Studio } from '../studio.svelte.ts';

/** Whether a picture is a cut-out with nothing around it. */
export const isSheer = ({ cutOut }: { readonly cutOut?: CutOutOf | undefined }): boolean => cutOut?.ground === 'none';

/** A picture as clips take it, which have no transparency: a cut-out with nothing around it is laid on a ground. Throws FaultError. */
export async function onGround(picture: NamedBytes & { readonly cutOut?: CutOutOf | undefined }, ground: Ground, { cutOuts }: Pick<Studio, 'cutOuts'>): Promise<NamedBytes> {
  const { asset, type, name } = picture;
  if (!isSheer(picture)) return { asset, type, name };
  const laid = await (await cutOuts.open()).laidOn({ asset, type, name }, ground);
  if (!laid.ok) throw new FaultError(laid.fault.reason, laid.fault.facts);
  return laid.value;
}
