import { createRoute, z } from '@hono/zod-openapi';
import { type JobOrder, type RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { JobId } from '#core/schema/ids.ts';
import { JobState } from '#core/schema/job.ts';
import type { OrderRefusal } from '../../../jobs/ports.ts';
import { answer, body, CHANGE_PROBLEMS, JSON_PROBLEMS, NO_CONTENT, refusals, TOKEN } from '../answers.ts';
import { json, nothing } from '../body.ts';
import type { ApiParts, Limits } from '../parts.ts';
import { Refusal, refusalOf } from '../problems.ts';
import { CollectedBody, JobPage, JobShape, MoveBody, OrderBody } from '../shapes.ts';
import { notFound, routes } from './route.ts';

const params = z.object({ id: JobId });
const common = { tags: ['Jobs'], security: TOKEN };

/** Sending jobs, looking at them and steering them. Every client sees and moves its own alone. */
export function jobRoutes({ desk }: Pick<ApiParts, 'desk'>, { jsonBytes }: Limits) {
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/generate',
        operationId: 'generate',
        summary: 'Send a job',
        description: 'The job is on disk when this is answered. Sending one id twice is one job. Bytes that it names are sent before it, under media.',
        middleware: json(jsonBytes),
        request: body(OrderBody),
        responses: { 202: answer(JobShape, 'The job as it stands.'), ...refusals(...JSON_PROBLEMS, 'conflict', 'media-missing', 'fault') },
      }),
      async (context) => {
        const order: JobOrder = context.req.valid('json');
        const sent = await desk.submit(context.get('client'), order);
        if (!sent.ok) throw refusedOrder(order, sent.fault);
        context.header('Location', `/api/v1/jobs/${order.id}`);
        return context.json(sent.value, 202);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/jobs',
        operationId: 'listJobs',
        summary: 'List your jobs',
        description: 'In the order in which they will be worked off, those that are over last.',
        request: {
          query: z.strictObject({
            state: JobState.optional(),
            limit: z.coerce.number().int().min(1).max(1000).default(200),
            after: JobId.optional().meta({ description: 'Goes on behind this job.' }),
          }),
        },
        responses: { 200: answer(JobPage, 'The jobs.'), ...refusals('query-invalid') },
      }),
      async (context) => {
        const { state, limit, after } = context.req.valid('query');
        const { seq } = desk;
        const all = (await desk.list(context.get('client'))).filter(({ job }) => state === undefined || job.state === state);
        const from = after === undefined ? 0 : all.findIndex(({ order }) => order.id === after) + 1;
        if (after !== undefined && from === 0) throw new Refusal('query-invalid', 'There is no such job in this list any more. Begin from its start.', { pointer: '/after' });
        const jobs = all.slice(from, from + limit);
        const last = jobs.at(-1);
        return context.json({ jobs, ...(last && from + limit < all.length ? { next: last.order.id } : {}), seq }, 200);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/jobs/{id}',
        operationId: 'getJob',
        summary: 'Look at a job',
        request: { params },
        responses: { 200: answer(JobShape, 'The job as it stands.'), ...refusals('not-found') },
      }),
      async (context) => context.json(known(await desk.get(context.get('client'), context.req.valid('param').id)), 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'delete',
        path: '/api/v1/jobs/{id}',
        operationId: 'forgetJob',
        summary: 'Forget a job that is over',
        middleware: nothing,
        request: { params },
        responses: { 204: NO_CONTENT, ...refusals(...CHANGE_PROBLEMS, 'not-found', 'conflict') },
      }),
      async (context) => {
        const client = context.get('client');
        const { id } = context.req.valid('param');
        known(await desk.get(client, id));
        if (!(await desk.forget(client, id))) throw new Refusal('conflict', 'The job is not over. Cancel it first.');
        return context.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/jobs/{id}/cancel',
        operationId: 'cancelJob',
        summary: 'Cancel a job',
        description: 'A job that is over stays as it is.',
        middleware: nothing,
        request: { params },
        responses: { 200: answer(JobShape, 'The job as it stands.'), ...refusals(...CHANGE_PROBLEMS, 'not-found') },
      }),
      async (context) => context.json(known(await desk.cancel(context.get('client'), context.req.valid('param').id)), 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/jobs/{id}/retry',
        operationId: 'retryJob',
        summary: 'Send a failed or cancelled job again',
        description: 'A job in another state stays as it is.',
        middleware: nothing,
        request: { params },
        responses: { 200: answer(JobShape, 'The job as it stands.'), ...refusals(...CHANGE_PROBLEMS, 'not-found') },
      }),
      async (context) => context.json(known(await desk.retry(context.get('client'), context.req.valid('param').id)), 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/jobs/{id}/move',
        operationId: 'moveJob',
        summary: 'Move a waiting job before or after another',
        middleware: json(jsonBytes),
        request: { params, ...body(MoveBody) },
        responses: { 200: answer(JobShape, 'The job as it stands.'), ...refusals(...JSON_PROBLEMS, 'not-found') },
      }),
      async (context) => context.json(known(await desk.move(context.get('client'), context.req.valid('param').id, context.req.valid('json'))), 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/jobs/{id}/collected',
        operationId: 'collectedJob',
        summary: 'Say that you have the result',
        description: 'Say it once the bytes are kept and have the right SHA-256: from then on the accelerator may let them go.',
        middleware: json(jsonBytes),
        request: { params, ...body(CollectedBody) },
        responses: { 204: NO_CONTENT, ...refusals(...JSON_PROBLEMS, 'not-found', 'conflict') },
      }),
      async (context) => {
        const client = context.get('client');
        const { id } = context.req.valid('param');
        known(await desk.get(client, id));
        const isTaken = await desk.collected(client, id, context.req.valid('json').media);
        if (!isTaken) throw new Refusal('conflict', 'The job has no such result.', { pointer: '/media' });
        return context.body(null, 204);
      },
    );
}

function known(job: RemoteJob | undefined): RemoteJob {
  if (!job) throw notFound();
  return job;
}

function refusedOrder({ dependsOn }: JobOrder, refusal: OrderRefusal): Refusal {
  switch (refusal.reason) {
    case 'other-order':
      return new Refusal('conflict', 'A job with this id was sent before, and it was another one. Send this one under a new id.', { pointer: '/id' });
    case 'unknown-dependency':
      return new Refusal('body-invalid', 'The job waits for one that is not here. Send that one first.', { pointer: `/dependsOn/${dependsOn.indexOf(refusal.id)}` });
    case 'media-missing':
      return new Refusal('media-missing', 'The job names files that are not here. Send them, then send the job again.', { media: [...refusal.media] });
    case 'fault':
      return refusalOf(refusal.fault);
  }
}
