import { createRoute, z } from '@hono/zod-openapi';
import { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { EngineHost } from '../../../engines/ports.ts';
import { answer, body, NO_CONTENT, PLAIN_PROBLEMS, refusals, TOKEN } from '../answers.ts';
import { json, nothing } from '../body.ts';
import type { DoorParts } from '../parts.ts';
import { EngineList, EngineShape, HistoryShape, ModelList, SystemShape } from '../shapes.ts';
import { refusalOf } from '../problems.ts';
import { notFound, routes } from './route.ts';

const params = z.object({ engine: AcceleratorEngineId });
const LoadBody = z.strictObject({ model: z.string().min(1).max(200).meta({ description: 'Its id, as the engine offers it.' }) });
/** Bytes: an id and little around it. */
const MOST_LOAD = 2_000;
const engineRoute = { tags: ['Engines and models'], security: TOKEN };
const systemRoute = { tags: ['Machine'], security: TOKEN };

/** The machine, its engines and their models. */
export function machineRoutes({ desk, engines, machine, version, protocol }: Pick<DoorParts, 'desk' | 'engines' | 'machine' | 'version' | 'protocol'>) {
  const startedAt = performance.now();
  return routes()
    .openapi(
      createRoute({
        ...systemRoute,
        method: 'get',
        path: '/api/v1/system',
        operationId: 'getSystem',
        summary: 'How the accelerator stands',
        responses: { 200: answer(SystemShape, 'Its version, its jobs in numbers, and the latest reading of the machine.'), ...refusals() },
      }),
      async (context) => {
        const latest = machine?.latest;
        const uptime = Math.floor((performance.now() - startedAt) / 1000);
        return context.json({ version, protocol, uptime, jobs: [...(await desk.counts())], ...(latest && { machine: latest }) }, 200);
      },
    )
    .openapi(
      createRoute({
        ...systemRoute,
        method: 'get',
        path: '/api/v1/system/history',
        operationId: 'getHistory',
        summary: 'Readings of the machine over time',
        description: 'Oldest first, thinned to at most `most`. Empty where nothing watches the machine.',
        request: {
          query: z.strictObject({
            since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({ description: 'Milliseconds since 1970.' }),
            most: z.coerce.number().int().min(1).max(5000).default(500),
          }),
        },
        responses: { 200: answer(HistoryShape, 'The readings.'), ...refusals('query-invalid') },
      }),
      (context) => {
        const { since, most } = context.req.valid('query');
        return context.json({ readings: [...(machine?.history(since, most) ?? [])] }, 200);
      },
    )
    .openapi(
      createRoute({
        ...engineRoute,
        method: 'get',
        path: '/api/v1/engines',
        operationId: 'listEngines',
        summary: 'List the engines and what they offer',
        responses: { 200: answer(EngineList, 'The engines.'), ...refusals() },
      }),
      async (context) => context.json({ engines: await Promise.all(engines.map((engine) => engine.offer())) }, 200),
    )
    .openapi(
      createRoute({
        ...engineRoute,
        method: 'get',
        path: '/api/v1/engines/{engine}',
        operationId: 'getEngine',
        summary: 'Look at an engine',
        request: { params },
        responses: { 200: answer(EngineShape, 'The engine and what it offers now.'), ...refusals('not-found') },
      }),
      async (context) => {
        const { offer } = await findEngine(engines, context.req.valid('param').engine);
        return context.json(offer, 200);
      },
    )
    .openapi(
      createRoute({
        ...engineRoute,
        method: 'post',
        path: '/api/v1/engines/{engine}/load',
        operationId: 'loadModel',
        summary: 'Have a model in memory before a job needs it',
        description: 'In place of another where only one fits. Answered when it is there. Engines that load models with each job do not offer it.',
        middleware: json(MOST_LOAD),
        request: { params, ...body(LoadBody) },
        responses: { 204: NO_CONTENT, ...refusals('body-unreadable', 'body-invalid', 'fault', 'too-large', 'wrong-type', 'not-now', 'not-found') },
      }),
      async (context) => {
        const { engine } = await findEngine(engines, context.req.valid('param').engine);
        if (!engine.load) throw notFound();
        const loaded = await engine.load(context.req.valid('json').model, context.req.raw.signal);
        if (!loaded.ok) throw refusalOf(loaded.fault);
        return context.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        ...engineRoute,
        method: 'post',
        path: '/api/v1/engines/{engine}/unload',
        operationId: 'unloadEngine',
        summary: 'Give back the memory of loaded models',
        description: 'They are loaded again when a job next needs them.',
        middleware: nothing,
        request: { params },
        responses: { 204: NO_CONTENT, ...refusals(...PLAIN_PROBLEMS, 'not-found') },
      }),
      async (context) => {
        const { engine } = await findEngine(engines, context.req.valid('param').engine);
        await engine.unload();
        return context.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        ...engineRoute,
        method: 'get',
        path: '/api/v1/models',
        operationId: 'listModels',
        summary: 'List the models of all engines',
        responses: { 200: answer(ModelList, 'The models, and whether each can be used now.'), ...refusals() },
      }),
      async (context) => {
        const offers = await Promise.all(engines.map((engine) => engine.offer()));
        const models = offers.flatMap(({ id, models, fault }) =>
          models.map((model) => ({ ...model, engine: id, status: fault ? 'away' as const : model.missing.length > 0 ? 'incomplete' as const : 'ready' as const, ...(fault && { fault }) })),
        );
        return context.json({ models }, 200);
      },
    );
}

export async function findEngine(engines: readonly EngineHost[], id: AcceleratorEngineId) {
  for (const engine of engines) {
    const offer = await engine.offer();
    if (offer.id === id) return { engine, offer };
  }
  throw notFound();
}
