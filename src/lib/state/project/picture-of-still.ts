import { stillFile } from '#core/domain/generate/still-file.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Still } from '#core/schema/keyframe.ts';
import type { Picture } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import { cropPicture, type PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

interface Parts {
  readonly blobs: BlobStore;
  readonly take: (id: TakeId) => Take | undefined;
}

/** What a person sees of a picture that is cropped to the film's shape: its middle. */
const MIDDLE = { x: 0.5, y: 0.5 };

/** The picture of a still, cropped to the film's shape. Fails with `picture-missing`, and as cropping does. */
export async function pictureOfStill({ blobs, take }: Parts, still: Still, shape: PictureFacts): Promise<Result<Picture, Fault>> {
  const made = still.kind === 'take' ? take(still.take) : undefined;
  const file = still.kind === 'picture' ? { sha256: still.asset, type: still.type } : made && stillFile(made);
  const name = still.kind === 'picture' ? still.name : 'keyframe';
  const blob = file && (await blobs.get(file.sha256, file.type));
  if (!file || !blob) return fail({ reason: 'picture-missing', facts: { file: name } });
  try {
    return ok(await cropPicture(blob, name, file.sha256, { width: shape.width, height: shape.height }, MIDDLE));
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}
