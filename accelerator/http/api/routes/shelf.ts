import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { ModelId } from '#core/schema/catalogue.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { answer, body, CHANGE_PROBLEMS, JSON_PROBLEMS, NO_CONTENT, PLAIN_PROBLEMS, refusals, TOKEN } from '../answers.ts';
import { json, nothing } from '../body.ts';
import { FILE_RESPONSES, fileAnswer } from '../file-answer.ts';
import type { ApiParts } from '../parts.ts';
import { CatalogueShape, ModelAddedShape, ModelAskBody, RepositoryAskBody, ShelfShape, UpdateAskBody, UpdateFoundShape } from '../shapes.ts';
import { notFound, routes } from './route.ts';

const params = z.object({ model: ModelId });
const common = { tags: ['Shelf of models'], security: TOKEN };
/** Bytes: a few names. */
const MOST_ASK = 2_000;
const BEGUN = { description: 'It is begun. The shelf says how far it is, and how it ended.' };

/** The models that this accelerator keeps: fetched from the hub, verified, handed on to paired browsers. */
export function shelfRoutes({ models }: Pick<ApiParts, 'models'>) {
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/shelf',
        operationId: 'getShelf',
        summary: 'Look at the shelf',
        description: 'Models that are here, whole or on their way, what is being done with them, and what it last ended with. Who watches by the socket is told when this has changed.',
        responses: { 200: answer(ShelfShape, 'The shelf at this moment.'), ...refusals() },
      }),
      async (context) => {
        const { standings, work, faults, room } = await models.look();
        return context.json({ standings: [...standings], work: [...work], faults: [...faults], ...(room !== undefined && { room }) }, 200);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/shelf/catalogue',
        operationId: 'getCatalogue',
        summary: 'List the models that can be fetched',
        responses: { 200: answer(CatalogueShape, 'The catalogue that came with this accelerator.'), ...refusals() },
      }),
      (context) => context.json({ models: [...models.catalogue] }, 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/shelf',
        operationId: 'addModel',
        summary: 'Add a repository of the hub',
        description: 'By its name there, never by an address. All of its files that a model may have are fetched. Nothing goes out before its licence was accepted.',
        middleware: json(MOST_ASK),
        request: body(RepositoryAskBody),
        responses: { 202: answer(ModelAddedShape, 'It is begun, under this name.'), ...refusals(...JSON_PROBLEMS, 'fault') },
      }),
      async (context) => {
        const { repository, revision, accepts } = context.req.valid('json');
        return context.json({ id: await models.add({ repository, revision }, { accepts }) }, 202);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/shelf/{model}/fetch',
        operationId: 'fetchModel',
        summary: 'Fetch a model, or go on with it',
        description: 'What is here is not fetched again. It goes on after the accelerator was started anew. Nothing goes out before a restricted licence was accepted.',
        middleware: json(MOST_ASK),
        request: { params, ...body(ModelAskBody) },
        responses: { 202: BEGUN, ...refusals(...JSON_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        await models.fetch(context.req.valid('param').model, context.req.valid('json'));
        return context.body(null, 202);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/shelf/{model}/update',
        operationId: 'lookForUpdate',
        summary: 'Look whether there is a newer version of a model',
        description: 'Asks the hub. What the newer version would change: files, bytes to fetch, the licence. Nothing is fetched.',
        request: { params },
        responses: { 200: answer(UpdateFoundShape, 'What would change; without `update` where the one that is here is the newest.'), ...refusals('fault', 'not-found') },
      }),
      async (context) => {
        const update = await models.lookForUpdate(context.req.valid('param').model);
        return context.json(update ? { update } : {}, 200);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/shelf/{model}/update',
        operationId: 'updateModel',
        summary: 'Fetch the newer version of a model, or go on with it',
        description: 'Only files that differ are fetched, beside those that are here. They are put in place once all of them are verified; until then the model is as it was. It goes on after the accelerator was started anew.',
        middleware: json(MOST_ASK),
        request: { params, ...body(UpdateAskBody) },
        responses: { 202: BEGUN, ...refusals(...JSON_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        await models.update(context.req.valid('param').model, context.req.valid('json'));
        return context.body(null, 202);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/shelf/{model}/pause',
        operationId: 'pauseModel',
        summary: 'Halt the fetching of a model',
        description: 'What is here stays, and nothing begins it again but a person.',
        middleware: nothing,
        request: { params },
        responses: { 204: NO_CONTENT, ...refusals(...CHANGE_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        await models.pause(context.req.valid('param').model);
        return context.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/shelf/{model}/verify',
        operationId: 'verifyModel',
        summary: 'Read every file of a model again',
        description: 'What is not as it should be is deleted, and fetched again when it is asked for.',
        middleware: nothing,
        request: { params },
        responses: { 202: BEGUN, ...refusals(...PLAIN_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        await models.verify(context.req.valid('param').model);
        return context.body(null, 202);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'delete',
        path: '/api/v1/shelf/{model}',
        operationId: 'removeModel',
        summary: 'Delete a model',
        description: 'Stops what is being done with it before.',
        middleware: nothing,
        request: { params },
        responses: { 204: NO_CONTENT, ...refusals(...CHANGE_PROBLEMS, 'fault', 'not-found') },
      }),
      async (context) => {
        await models.remove(context.req.valid('param').model);
        return context.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/shelf/{model}/files/{sha256}',
        operationId: 'getModelFile',
        summary: 'Get a file of a model',
        description: 'Under the SHA-256 of its bytes, as the shelf lists it: whole, or one range. Files that were not verified have no such name.',
        request: { params: params.extend({ sha256: Sha256 }) },
        responses: { ...FILE_RESPONSES, ...refusals('not-found', 'range-impossible', 'fault') },
      }),
      async (context) => {
        const { model, sha256 } = context.req.valid('param');
        const file = await models.file(model, sha256);
        if (!file) throw notFound();
        return fileAnswer(context.req.raw, { sha256, bytes: file.bytes, type: 'application/octet-stream', read: (span) => Readable.from(file.read(span), { objectMode: false }) });
      },
    );
}
