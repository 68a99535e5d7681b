import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Still } from '#core/schema/keyframe.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { inspectPicture } from '#lib/engine/browser/read-picture.ts';
import type { Assets } from '../store/assets.svelte.ts';

/** A picture that was given by hand, as a keyframe names it. */
export type GivenStill = Extract<Still, { kind: 'picture' }>;

/** Keeps a picture for a keyframe, which must name it soon after. Fails with why it cannot be used, or not be kept. */
export async function keepStill(assets: Pick<Assets, 'put'>, file: Blob, name: string): Promise<Result<GivenStill, Fault>> {
  const inspected = await inspectPicture(file, name);
  if (!inspected.ok) return inspected;
  try {
    return ok({ kind: 'picture', asset: await assets.put(new Uint8Array(await file.arrayBuffer())), type: file.type, name });
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}
