import { expect, it } from 'vitest';
import { Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import { StoredRequest } from '#core/schema/stored-request.ts';
import { countReferences } from '#lib/storage/references.ts';
import { loadRequest, storeRequest } from './stored-request.ts';

const [lora, face] = ['a', 'b'].map((letter) => Sha256.parse(letter.repeat(64))) as [Sha256, Sha256];
const plain = GenerationRequest.parse({ mode: 't2v', prompt: 'a ball', seed: 1, width: 160, height: 96, frames: 17, frameRate: 8, steps: 4, guidance: 3 });
const cast: GenerationRequest = { ...plain, loras: [{ asset: lora, name: 'ada', weight: 0.8 }], references: [face] };
/** None of these requests has pictures of its own. */
const blobs = {} as BlobStore;

it('keeps LoRAs and reference pictures through the store, and their bytes are held by the job', async () => {
  const stored = StoredRequest.parse(JSON.parse(JSON.stringify(await storeRequest(blobs, cast))));
  expect(await loadRequest(blobs, stored)).toEqual(cast);
  const references = countReferences({ takes: [], projects: [], jobs: [{ request: stored }], draft: undefined, loras: [], aside: [] });
  expect([...references.keys()].sort()).toEqual([lora, face]);
});

it('reads requests that were kept before there were any', async () => {
  const before = await storeRequest(blobs, plain);
  expect(before).not.toHaveProperty('loras');
  expect(StoredRequest.parse(before)).toEqual(before);
  expect(await loadRequest(blobs, StoredRequest.parse(before))).toEqual(plain);
});
