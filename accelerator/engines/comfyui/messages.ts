import { z } from 'zod';

const NodeId = z.union([z.string(), z.number().transform(String)]);
const Prompt = { prompt_id: z.string().nullish() };

const Messages = {
  execution_start: z.looseObject(Prompt),
  execution_cached: z.looseObject({ ...Prompt, nodes: z.array(NodeId) }),
  /** No node: the prompt is finished. */
  executing: z.looseObject({ ...Prompt, node: NodeId.nullish(), display_node: NodeId.nullish() }),
  progress: z.looseObject({ ...Prompt, value: z.number(), max: z.number(), node: NodeId.nullish() }),
  progress_state: z.looseObject({
    ...Prompt,
    nodes: z.record(z.string(), z.looseObject({ value: z.number(), max: z.number(), state: z.string(), display_node_id: NodeId.nullish() })),
  }),
  executed: z.looseObject({ ...Prompt, node: NodeId.nullish() }),
  execution_success: z.looseObject(Prompt),
  execution_error: z.looseObject({
    ...Prompt,
    node_id: NodeId.nullish(),
    node_type: z.string().nullish(),
    exception_message: z.string().nullish(),
    exception_type: z.string().nullish(),
  }),
  execution_interrupted: z.looseObject(Prompt),
};
type Kind = keyof typeof Messages;

/** A message of the server about a prompt. */
export type ComfyMessage = { [K in Kind]: { readonly type: K; readonly data: z.infer<(typeof Messages)[K]> } }[Kind];

const Envelope = z.looseObject({ type: z.string(), data: z.unknown() });

/** Reads a message; undefined for one that is none of our business, or that is not as it should be. */
export function readMessage(text: string): ComfyMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const envelope = Envelope.safeParse(json);
  if (!envelope.success || !Object.hasOwn(Messages, envelope.data.type)) return undefined;
  const type = envelope.data.type as Kind;
  const data = Messages[type].safeParse(envelope.data.data);
  return data.success ? ({ type, data: data.data } as ComfyMessage) : undefined;
}

const PREVIEW = 1;
const PREVIEW_WITH_METADATA = 4;
const Metadata = z.looseObject(Prompt);

/** A picture of the clip as it forms: a JPEG or PNG file, and the prompt it belongs to where the server says so. */
export interface PreviewPicture {
  readonly image: Uint8Array;
  readonly prompt: string | undefined;
}

/** Reads a binary message: a kind, then a header of that kind, then the picture. Undefined for anything else. */
export function readPreview(bytes: Uint8Array): PreviewPicture | undefined {
  if (bytes.length < 9) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = view.getUint32(0);
  if (kind === PREVIEW) return { image: bytes.subarray(8), prompt: undefined };
  if (kind !== PREVIEW_WITH_METADATA) return undefined;
  const begin = 8 + view.getUint32(4);
  if (begin >= bytes.length) return undefined;
  try {
    const metadata = Metadata.safeParse(JSON.parse(new TextDecoder().decode(bytes.subarray(8, begin))));
    return metadata.success ? { image: bytes.subarray(begin), prompt: metadata.data.prompt_id ?? undefined } : undefined;
  } catch {
    return undefined;
  }
}
