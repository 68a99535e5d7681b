import type { WorkflowMapping, WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import type { ApiNode, ApiWorkflow } from './api-workflow.ts';

export type SlotValues = Partial<Record<WorkflowSlot, string | number>>;

/** Where a sampler's part of the steps begins and ends, as ComfyUI's own says it and as WanVideoWrapper's does. */
const STEP_INPUTS = ['start_at_step', 'end_at_step', 'start_step', 'end_step'] as const;

/** A copy of a workflow with a request in it. What is in no slot stays as it is, but for one thing that follows: where a sampler's steps begin and end. */
export function fillWorkflow(workflow: ApiWorkflow, { slots }: WorkflowMapping, values: SlotValues): ApiWorkflow {
  const filled = structuredClone(workflow);
  for (const [slot, inputs] of Object.entries(slots) as [WorkflowSlot, { node: string; input: string }[]][]) {
    const value = values[slot];
    if (value === undefined) continue;
    for (const { node, input } of inputs) {
      const target = filled[node];
      if (!target) continue;
      if (slot === 'steps') followSteps(filled, node, input, Number(target.inputs[input]), Number(value));
      target.inputs[input] = value;
    }
  }
  return filled;
}

/** Two experts share their steps: where one hands over to the other moves with their number. */
function followSteps(workflow: ApiWorkflow, node: string, input: string, before: number, after: number): void {
  if (!(before > 0)) return;
  for (const sampler of Object.values(workflow)) {
    if (!STEP_INPUTS.some((name) => name in sampler.inputs) || !takesStepsFrom(sampler, workflow[node], node, input)) continue;
    for (const name of STEP_INPUTS) {
      const step = sampler.inputs[name];
      // Whoever writes 10000, or -1, means: to the end.
      if (typeof step === 'number' && step > 0 && step <= before) sampler.inputs[name] = Math.round((step * after) / before);
    }
  }
}

const takesStepsFrom = (sampler: ApiNode, owner: ApiNode | undefined, node: string, input: string): boolean => {
  if (sampler === owner) return input === 'steps';
  const { steps } = sampler.inputs;
  return Array.isArray(steps) && steps[0] === node;
};
