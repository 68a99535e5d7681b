import { z } from 'zod';

/** What of a request can be put into a workflow of ComfyUI. */
export const WorkflowSlot = z.enum([
  'prompt',
  'negativePrompt',
  'seed',
  'width',
  'height',
  'frames',
  'frameRate',
  'steps',
  'guidance',
  'first',
  'last',
]);
export type WorkflowSlot = z.infer<typeof WorkflowSlot>;

/** What an input must hold to take what stands in a slot: pictures go in by the name of a file. */
export const slotKind = (slot: WorkflowSlot): 'text' | 'number' =>
  slot === 'prompt' || slot === 'negativePrompt' || slot === 'first' || slot === 'last' ? 'text' : 'number';

/** One input of one node, by the node's id and the input's name. */
export const NodeInput = z.strictObject({ node: z.string().min(1).max(100), input: z.string().min(1).max(100) });
export type NodeInput = z.infer<typeof NodeInput>;

/**
 * Where a request goes in a workflow that a person has made: each slot to the inputs that take it. What stands in no
 * slot stays as the workflow has it. Also the file beside a workflow, with which a person puts right what was inferred.
 */
export const WorkflowMapping = z.strictObject({
  schema: z.literal(1),
  slots: z.partialRecord(WorkflowSlot, z.array(NodeInput).min(1).max(64)),
  /** The node whose pictures or film are the result. */
  output: z.string().min(1).max(100),
});
export type WorkflowMapping = z.infer<typeof WorkflowMapping>;

/** A person's workflow as it was read. */
export const WorkflowReading = z.object({
  /** The name of its file. */
  file: z.string(),
  /** The id of the model that it is offered as; absent where it cannot be used. */
  model: z.string().optional(),
  /** Whether a person has put the mapping right, by a file beside the workflow. */
  corrected: z.boolean(),
  mapping: WorkflowMapping.optional(),
  /** Slots for which no input was found: what is asked for there does nothing. */
  notFound: z.array(WorkflowSlot),
  /** One sentence: why it cannot be used. */
  problem: z.string().optional(),
});
export type WorkflowReading = z.infer<typeof WorkflowReading>;

/** A node of a workflow with those of its inputs that hold a value, and so could take one of a request. */
export const WorkflowNode = z.object({
  node: z.string(),
  /** What ComfyUI calls nodes of its kind. */
  kind: z.string(),
  /** What its maker has called it. */
  title: z.string().optional(),
  /** Whether no other node takes what it makes: it may be where the result comes from. */
  isEnd: z.boolean(),
  inputs: z.array(z.object({ input: z.string(), kind: z.enum(['text', 'number']), /** The beginning of what it holds. */ value: z.string() })),
});
export type WorkflowNode = z.infer<typeof WorkflowNode>;

/** A person's workflow opened to change where a request goes in it. */
export const WorkflowDetail = z.object({
  reading: WorkflowReading,
  /** What Kinora reads by itself; absent where it finds nothing that saves a result. */
  inferred: WorkflowMapping.optional(),
  nodes: z.array(WorkflowNode),
});
export type WorkflowDetail = z.infer<typeof WorkflowDetail>;
