import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import { measureTake } from '#core/domain/measure/measure-take.ts';
import { recipeHash } from '#core/domain/takes/recipe-hash.ts';
import { TakeId } from '#core/schema/ids.ts';
import type { MadeFor } from '#core/schema/made-for.ts';
import type { Picture } from '#core/schema/request.ts';
import type { Take } from '#core/schema/take.ts';
import { nodeDigest } from '../../engines/onnx/digest.ts';
import { encodeResult } from '../../media/encode-result.ts';
import type { MediaShelf } from '../../media/ports.ts';
import { encodePng } from '../../media/write-picture.ts';

/** As the studio draws them: the most frames on a filmstrip, and their height in pixels. */
const STRIP_FRAMES = 9;
const STRIP_HEIGHT = 96;

/** What a take was made from. */
interface Given {
  readonly first?: Picture | undefined;
  readonly last?: Picture | undefined;
}

/** Puts a result's media on the shelf; the take that names them is still to be kept. */
export async function takeOf(result: GenerationResult, { first, last }: Given, madeFor: MadeFor, media: MediaShelf): Promise<Take> {
  const { video, recipe, timings, adjustments } = result;
  const poster = await encodePng(video, recipe);
  const strip = await filmstrip(video);
  const kept = async (bytes: Uint8Array, type: string) => ({ sha256: (await media.keep(bytes)).sha256, type, bytes: bytes.length });
  return {
    id: TakeId.parse(randomUUID()),
    schema: 2,
    tags: [],
    favourite: false,
    rating: 0,
    recipe,
    recipeHash: await recipeHash(recipe, nodeDigest),
    media: await kept(video.frames === 1 ? poster : await encodeResult(result), video.frames === 1 ? 'image/png' : 'video/mp4'),
    poster: await kept(poster, 'image/png'),
    filmstrip: { ...(await kept(strip.bytes, 'image/webp')), frames: strip.frames },
    timings,
    adjustments: [...adjustments],
    madeFor,
    measures: measureTake(framesOf(video), { rate: video.frameRate, first, last }),
    createdAt: Date.now(),
  };
}

function framesOf({ width, height, frames, rgb }: RawVideo) {
  const bytes = width * height * 3;
  return Array.from({ length: frames }, (_, i) => ({ width, height, rgb: rgb.subarray(i * bytes, (i + 1) * bytes) }));
}

/** Frames side by side, evenly thinned, the first and the last among them. */
async function filmstrip(video: RawVideo): Promise<{ bytes: Uint8Array; frames: number }> {
  const frames = Math.min(video.frames, STRIP_FRAMES);
  const scale = Math.min(1, STRIP_HEIGHT / video.height);
  const [width, height] = [Math.round(video.width * scale), Math.round(video.height * scale)];
  const all = framesOf(video);
  const pictures = await Promise.all(
    Array.from({ length: frames }, async (_, i) => {
      const frame = all[frames === 1 ? 0 : Math.round((i * (video.frames - 1)) / (frames - 1))]!;
      const input = await sharp(frame.rgb, { raw: { width: video.width, height: video.height, channels: 3 } }).resize(width, height, { fit: 'fill' }).png().toBuffer();
      return { input, left: i * width, top: 0 };
    }),
  );
  const canvas = sharp({ create: { width: width * frames, height, channels: 3, background: 'black' } });
  return { bytes: new Uint8Array(await canvas.composite(pictures).webp({ quality: 90 }).toBuffer()), frames };
}
