import { buffer } from 'node:stream/consumers';
import { FaultError } from '#core/schema/fault.ts';
import type { Still } from '#core/schema/keyframe.ts';
import type { Picture } from '#core/schema/request.ts';
import { decodePicture } from '../../media/read-picture.ts';
import type { WorkFolder } from './work-folder.ts';

/** A keyframe's still as a model takes it, cropped about its middle. A take that moves shows its first frame. Throws FaultError `picture-unreadable`. */
export async function readStill(still: Still, { takes, media }: Pick<WorkFolder, 'takes' | 'media'>, { width, height }: { readonly width: number; readonly height: number }): Promise<Picture> {
  const name = still.kind === 'picture' ? still.name : 'keyframe';
  const take = still.kind === 'take' ? takes.get(still.take) : undefined;
  const asset = still.kind === 'picture' ? still.asset : take?.poster.sha256;
  const kept = asset && (await media.get(asset));
  if (!kept) throw new FaultError('picture-unreadable', { file: name });
  return decodePicture(await buffer(kept.read()), name, width, height);
}
