import { slotKind, type WorkflowMapping, type WorkflowNode, type WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import { type ApiWorkflow, linkOf } from './api-workflow.ts';

/** Characters of a value that are shown, and of a node's name. */
const SHOWN = 80;

const kindOf = (value: unknown): 'text' | 'number' | undefined =>
  typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : undefined;

const WORDS = { text: 'words', number: 'a number' } as const;

/** What is wrong with a mapping for this workflow, in a sentence; undefined where it fits. */
export function wrongIn({ slots, output }: WorkflowMapping, workflow: ApiWorkflow): string | undefined {
  if (!workflow[output]) return `Its mapping names the output ${output}, which the workflow does not have.`;
  const taken = new Map<string, WorkflowSlot>();
  for (const [slot, inputs] of Object.entries(slots) as [WorkflowSlot, WorkflowMapping['slots'][WorkflowSlot] & object][]) {
    for (const { node, input } of inputs) {
      const value = workflow[node]?.inputs[input];
      if (!workflow[node]) return `Its mapping names the node ${node}, which the workflow does not have.`;
      if (value === undefined) return `Its mapping names the input ${input} of node ${node}, which the workflow does not have.`;
      const link = linkOf(value);
      if (link) return `The input ${input} of node ${node} comes from node ${link.node}: name an input that holds a value.`;
      if (kindOf(value) !== slotKind(slot)) return `The input ${input} of node ${node} does not hold ${WORDS[slotKind(slot)]}, as ${slot} needs.`;
      const place = JSON.stringify([node, input]);
      const other = taken.get(place);
      if (other !== undefined) return `The input ${input} of node ${node} is named twice, for ${other}${other === slot ? '' : ` and for ${slot}`}.`;
      taken.set(place, slot);
    }
  }
  return undefined;
}

/** Every node with an input that could take something of a request, and every one that nothing comes after. */
export function nodesOf(workflow: ApiWorkflow): WorkflowNode[] {
  const taken = new Set(Object.values(workflow).flatMap(({ inputs }) => Object.values(inputs).flatMap((value) => linkOf(value)?.node ?? [])));
  return Object.entries(workflow).flatMap(([node, { class_type: kind, inputs, ...rest }]) => {
    const free = Object.entries(inputs).flatMap(([input, value]) => {
      const held = kindOf(value);
      return held ? [{ input, kind: held, value: String(value).slice(0, SHOWN) }] : [];
    });
    const isEnd = !taken.has(node);
    if (free.length === 0 && !isEnd) return [];
    const title = titleIn(rest);
    return [{ node, kind, ...(title !== undefined && title !== kind && { title }), isEnd, inputs: free }];
  });
}

/** ComfyUI writes what a person has called a node beside it, under `_meta`. */
function titleIn({ _meta }: { readonly _meta?: unknown }): string | undefined {
  const title = typeof _meta === 'object' && _meta !== null && 'title' in _meta ? _meta.title : undefined;
  return typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, SHOWN) : undefined;
}
