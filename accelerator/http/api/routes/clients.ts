import { createRoute, z } from '@hono/zod-openapi';
import { ClientId } from '#core/schema/accelerator/client.ts';
import { answer, CHANGE_PROBLEMS, JSON_PROBLEMS, NO_CONTENT, refusals, TOKEN } from '../answers.ts';
import { json, nothing } from '../body.ts';
import type { ApiParts, Limits } from '../parts.ts';
import { ClientList, ClientShape, RenameBody } from '../shapes.ts';
import { notFound, routes } from './route.ts';

const params = z.object({ id: ClientId });
const common = { tags: ['Paired clients'], security: TOKEN };

/** Who is paired. All of them are one person's, so each may rename and revoke each. */
export function clientRoutes({ clients }: Pick<ApiParts, 'clients'>, { jsonBytes }: Limits) {
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/clients',
        operationId: 'listClients',
        summary: 'List who is paired',
        responses: { 200: answer(ClientList, 'The paired browsers and programs, and which of them asks.'), ...refusals() },
      }),
      (context) => context.json({ clients: [...clients.list()], you: context.get('client') }, 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'patch',
        path: '/api/v1/clients/{id}',
        operationId: 'renameClient',
        summary: 'Rename a client',
        middleware: json(jsonBytes),
        request: { params, body: { required: true, content: { 'application/json': { schema: RenameBody } } } },
        responses: { 200: answer(ClientShape, 'The client under its new name.'), ...refusals(...JSON_PROBLEMS, 'not-found') },
      }),
      (context) => {
        const renamed = clients.rename(context.req.valid('param').id, context.req.valid('json').name);
        if (!renamed) throw notFound();
        return context.json(renamed, 200);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'delete',
        path: '/api/v1/clients/{id}',
        operationId: 'revokeClient',
        summary: 'Revoke a client',
        description: 'Its tokens are void at once and its connections are closed. It may be your own.',
        middleware: nothing,
        request: { params },
        responses: { 204: NO_CONTENT, ...refusals(...CHANGE_PROBLEMS, 'not-found') },
      }),
      (context) => {
        if (!clients.revoke(context.req.valid('param').id)) throw notFound();
        return context.body(null, 204);
      },
    );
}
