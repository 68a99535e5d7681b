import { z } from 'zod';

/** What ComfyUI answers over HTTP, as far as it is used. */

export const SystemStats = z.looseObject({
  system: z.looseObject({ comfyui_version: z.string().min(1).catch('unknown') }).catch({ comfyui_version: 'unknown' }),
  devices: z.array(z.looseObject({ name: z.string().optional(), type: z.string().optional(), vram_total: z.number().optional(), vram_free: z.number().optional() })),
});
export type SystemStats = z.infer<typeof SystemStats>;

/** `[number, prompt id, prompt, …]` */
const QueueRow = z.tuple([z.unknown(), z.string(), z.unknown()], z.unknown());
export const Queue = z.looseObject({ queue_running: z.array(QueueRow), queue_pending: z.array(QueueRow) });
export type Queue = z.infer<typeof Queue>;

export const OutputFile = z.looseObject({ filename: z.string().min(1), subfolder: z.string().default(''), type: z.string().default('output') });
export type OutputFile = z.infer<typeof OutputFile>;
const Files = z.array(OutputFile).optional().catch(undefined);

/** What a node has made. Films stand under `images` too, with `animated`, and under `gifs` or `videos` from others' nodes. */
export const NodeOutput = z.looseObject({
  images: Files,
  gifs: Files,
  videos: Files,
  animated: z.array(z.boolean()).optional().catch(undefined),
});
export type NodeOutput = z.infer<typeof NodeOutput>;

/** Each message is its type and its data. */
const StatusMessage = z.tuple([z.string(), z.unknown()]);
export const HistoryEntry = z.looseObject({
  prompt: QueueRow,
  outputs: z.record(z.string(), NodeOutput),
  status: z.looseObject({ status_str: z.string(), completed: z.boolean(), messages: z.array(StatusMessage).catch([]) }).optional(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;
export const History = z.record(z.string(), HistoryEntry);

export const Submitted = z.looseObject({ prompt_id: z.string().min(1) });

const NodeErrors = z.looseObject({
  class_type: z.string().optional(),
  errors: z
    .array(
      z.looseObject({
        message: z.string().optional(),
        details: z.string().optional(),
        extra_info: z.looseObject({ input_name: z.string().optional(), received_value: z.unknown() }).optional().catch(undefined),
      }),
    )
    .optional(),
});
export const Refused = z.looseObject({
  error: z.union([z.string(), z.looseObject({ message: z.string().optional(), details: z.string().optional() })]).optional(),
  /** An empty list where there is nothing to say. */
  node_errors: z.record(z.string(), NodeErrors).optional().catch(undefined),
});

/** An input of a class: its kind, or the values to choose from; then what else is said of it. */
const InputSpec = z.array(z.unknown());
export const NodeClass = z.looseObject({
  input: z.looseObject({
    required: z.record(z.string(), InputSpec).optional(),
    optional: z.record(z.string(), InputSpec).optional(),
  }),
  output_node: z.boolean().optional(),
});
export type NodeClass = z.infer<typeof NodeClass>;
export const ObjectInfo = z.record(z.string(), NodeClass);

export const FileNames = z.array(z.string());
export const Uploaded = z.looseObject({ name: z.string().min(1), subfolder: z.string().default('') });

/** The values that an input may have, where it is a choice. */
export function choicesOf({ input: { required, optional } }: NodeClass, name: string): readonly unknown[] | undefined {
  const [kind, more] = required?.[name] ?? optional?.[name] ?? [];
  if (Array.isArray(kind)) return kind;
  const options = kind === 'COMBO' ? z.looseObject({ options: z.array(z.unknown()) }).safeParse(more) : undefined;
  return options?.success ? options.data.options : undefined;
}
