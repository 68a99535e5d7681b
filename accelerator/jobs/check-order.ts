import type { JobOrder } from '#core/schema/accelerator/remote-job.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { filesOfLora } from '#core/schema/lora-use.ts';
import { GenerationRequest, PROMPT_LIMIT } from '#core/schema/request.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';
import type { MediaShelf } from '../media/ports.ts';
import type { OrderRefusal } from './ports.ts';

const Plain = GenerationRequest.omit({ first: true, last: true });

/** Why no engine could ever work on an order; undefined where nothing speaks against it. Its pictures must lie on the shelf, and so the LoRAs that its engine reads: ComfyUI has its own, by name. */
export function checkOrder({ request }: JobOrder, shelf: Pick<MediaShelf, 'bytesOf'>, engine?: AcceleratorEngineId): OrderRefusal | undefined {
  if (request.mode === 'compose') return notSent([request.sheet, ...request.media], shelf);
  const { first, last, ...plain } = request;
  const fault = plainFault(plain);
  if (fault) return { reason: 'fault', fault };
  const missing = new Set<Sha256>();
  for (const picture of [first, last]) {
    if (!picture) continue;
    const bytes = shelf.bytesOf(picture.rgb);
    if (bytes === undefined) missing.add(picture.rgb);
    else if (bytes !== picture.width * picture.height * 3) return { reason: 'fault', fault: { reason: 'picture-unreadable', facts: {} } };
  }
  for (const file of engine === 'comfyui' ? filesOf({ source: request.source }) : filesOf(request)) if (shelf.bytesOf(file) === undefined) missing.add(file);
  return missing.size > 0 ? { reason: 'media-missing', media: [...missing] } : undefined;
}

/** The files that a request names and that its engine reads: what is worked on, and LoRAs. */
export const filesOf = ({ source, loras = [] }: Pick<StoredRequest, 'source' | 'loras'>): Sha256[] => [...(source ? [source] : []), ...loras.flatMap(filesOfLora)];

function notSent(files: readonly Sha256[], shelf: Pick<MediaShelf, 'bytesOf'>): OrderRefusal | undefined {
  const media = [...new Set(files)].filter((file) => shelf.bytesOf(file) === undefined);
  return media.length > 0 ? { reason: 'media-missing', media } : undefined;
}

function plainFault(request: Omit<StoredRequest, 'first' | 'last'>): Fault | undefined {
  for (const { length } of [request.prompt, request.negativePrompt]) {
    if (length > PROMPT_LIMIT) return { reason: 'prompt-too-long', facts: { length, limit: PROMPT_LIMIT } };
  }
  const issue = Plain.safeParse(request).error?.issues[0];
  if (!issue) return undefined;
  const option = String(issue.path[0]);
  const given: unknown = request[option as keyof typeof request];
  return { reason: 'option-invalid', facts: { option, ...(typeof given === 'number' && { given }) } };
}
