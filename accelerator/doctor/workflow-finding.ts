import type { NodeInput, WorkflowReading } from '#core/schema/accelerator/workflow.ts';
import type { Finding } from './finding.ts';

const inputs = (list: readonly NodeInput[] = []): string => list.map(({ node, input }) => `${input} of node ${node}`).join(' and ');

/** A person's workflow: where a request goes in it, and how to put right what was inferred. */
export function workflowFinding({ file, model, corrected, mapping, notFound, problem }: WorkflowReading): Finding {
  const beside = file.replace(/\.json$/, '.mapping.json');
  const places = Object.entries(mapping?.slots ?? {}).map(([slot, list]) => `${slot} to ${inputs(list)}`);
  const found = [
    problem,
    places.length > 0 ? `${corrected ? `By ${beside}` : 'As inferred'}: ${places.join(', ')}; the result from node ${mapping?.output}.` : undefined,
    notFound.length > 0 && mapping ? `No place for: ${notFound.join(', ')}.` : undefined,
  ];
  return {
    what: `Workflow ${file}`,
    state: model === undefined ? 'missing' : 'works',
    found: found.filter((part) => part !== undefined).join(' '),
    allows: model === undefined ? 'It cannot be used.' : `It is offered as the model ${model}.`,
    ...(mapping && !corrected && { next: `If that is not so, put it right in a file ${beside} beside it, which now would say: ${JSON.stringify(mapping)}` }),
  };
}
