import type { JobOrder } from '#core/schema/accelerator/remote-job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest, PROMPT_LIMIT } from '#core/schema/request.ts';
import type { MediaShelf } from '../media/ports.ts';
import type { OrderRefusal } from './ports.ts';

const Plain = GenerationRequest.omit({ first: true, last: true });

/** Why no engine could ever work on an order; undefined where nothing speaks against it. Its pictures must lie on the shelf. */
export function checkOrder({ request }: JobOrder, shelf: Pick<MediaShelf, 'bytesOf'>): OrderRefusal | undefined {
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
  return missing.size > 0 ? { reason: 'media-missing', media: [...missing] } : undefined;
}

function plainFault(request: Omit<JobOrder['request'], 'first' | 'last'>): Fault | undefined {
  for (const { length } of [request.prompt, request.negativePrompt]) {
    if (length > PROMPT_LIMIT) return { reason: 'prompt-too-long', facts: { length, limit: PROMPT_LIMIT } };
  }
  const issue = Plain.safeParse(request).error?.issues[0];
  if (!issue) return undefined;
  const option = String(issue.path[0]);
  const given: unknown = request[option as keyof typeof request];
  return { reason: 'option-invalid', facts: { option, ...(typeof given === 'number' && { given }) } };
}
