import { createRoute, z } from '@hono/zod-openapi';
import type { WorkflowDetail } from '#core/schema/accelerator/workflow.ts';
import { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { Result } from '#core/schema/result.ts';
import type { EngineHost, WorkflowDesk } from '../../../engines/ports.ts';
import { answer, body, CHANGE_PROBLEMS, JSON_PROBLEMS, refusals, TOKEN } from '../answers.ts';
import { json, nothing } from '../body.ts';
import type { ApiParts, Limits } from '../parts.ts';
import { Refusal } from '../problems.ts';
import { MappingBody, WorkflowShape } from '../shapes.ts';
import { findEngine } from './machine.ts';
import { notFound, routes } from './route.ts';

const params = z.object({
  engine: AcceleratorEngineId,
  file: z.string().min(1).max(255).meta({ description: 'The name of its file, as the engine lists it.' }),
});
const common = { tags: ['Engines and models'], security: TOKEN };
const mapping = '/api/v1/engines/{engine}/workflows/{file}/mapping';

/** Workflows that a person has brought, and where a request goes in each. */
export function workflowRoutes({ engines }: Pick<ApiParts, 'engines'>, { jsonBytes }: Limits) {
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/engines/{engine}/workflows/{file}',
        operationId: 'getWorkflow',
        summary: 'Look into a workflow of your own',
        description: 'Where a request goes in it, what is read by itself, and every input that could take something of a request.',
        request: { params },
        responses: { 200: answer(WorkflowShape, 'The workflow.'), ...refusals('not-found') },
      }),
      async (context) => {
        const { engine, file } = context.req.valid('param');
        const detail = await (await deskOf(engines, engine)).look(file);
        if (!detail) throw notFound();
        return context.json(detail, 200);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'put',
        path: mapping,
        operationId: 'mapWorkflow',
        summary: 'Say where a request goes in it',
        description: 'Held against the workflow and kept beside it. What stands in no slot stays as the workflow has it.',
        middleware: json(jsonBytes),
        request: { params, ...body(MappingBody) },
        responses: { 200: answer(WorkflowShape, 'The workflow as it is used from now on.'), ...refusals(...JSON_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        const { engine, file } = context.req.valid('param');
        const mapped = await (await deskOf(engines, engine)).map(file, context.req.valid('json'));
        return context.json(detailOf(mapped), 200);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'delete',
        path: mapping,
        operationId: 'unmapWorkflow',
        summary: 'Go back to what is read by itself',
        middleware: nothing,
        request: { params },
        responses: { 200: answer(WorkflowShape, 'The workflow as it is used from now on.'), ...refusals(...CHANGE_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        const { engine, file } = context.req.valid('param');
        return context.json(detailOf(await (await deskOf(engines, engine)).unmap(file)), 200);
      },
    );
}

async function deskOf(engines: readonly EngineHost[], id: AcceleratorEngineId): Promise<WorkflowDesk> {
  // The others need not be asked what they offer, which can take them a while.
  const { engine } = await findEngine(engines.filter(({ workflows }) => workflows !== undefined), id);
  if (!engine.workflows) throw notFound();
  return engine.workflows;
}

function detailOf(changed: Result<WorkflowDetail, string> | undefined): WorkflowDetail {
  if (!changed) throw notFound();
  if (!changed.ok) throw new Refusal('body-invalid', changed.fault);
  return changed.value;
}
