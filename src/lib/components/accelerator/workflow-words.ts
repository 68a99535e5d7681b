import type { WorkflowNode, WorkflowSlot } from '#core/schema/accelerator/workflow.ts';

/** What of a request goes into a workflow, as a person reads it. */
export const SLOT_WORDS: Readonly<Record<WorkflowSlot, string>> = {
  prompt: 'Prompt',
  negativePrompt: 'Negative prompt',
  seed: 'Seed',
  width: 'Width',
  height: 'Height',
  frames: 'Frames',
  frameRate: 'Frame rate',
  steps: 'Steps',
  guidance: 'Guidance',
  first: 'First picture',
  last: 'Last picture',
};

/** A node by what its maker calls it, else by its kind. */
export const nodeWords = ({ node, kind, title }: Pick<WorkflowNode, 'node' | 'kind' | 'title'>): string => `${node}: ${title === undefined ? kind : `${title} (${kind})`}`;
