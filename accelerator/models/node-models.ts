import { setTimeout as pause } from 'node:timers/promises';
import type { ModelsParts } from '#core/domain/models/models-parts.ts';
import { Models } from '#core/domain/models/models.ts';
import { judgeModel } from '#core/pipelines/fitness/judge-model.ts';
import { nodeHash } from './stream-hash.ts';

export type NodeModels = Models<AbortSignal>;

/** Models on this machine, hashed and waited for by Node. */
export function nodeModels(parts: Pick<ModelsParts<AbortSignal>, 'shelf' | 'hub' | 'address' | 'catalogue'>): NodeModels {
  return new Models({
    ...parts,
    hash: nodeHash,
    judge: judgeModel,
    canAskIfRange: true,
    pause: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
  });
}
