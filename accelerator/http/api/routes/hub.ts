import { createRoute } from '@hono/zod-openapi';
import { answer, body, CHANGE_PROBLEMS, JSON_PROBLEMS, NO_CONTENT, refusals, TOKEN } from '../answers.ts';
import { json, nothing } from '../body.ts';
import type { ApiParts } from '../parts.ts';
import { HubShape, HubTokenBody } from '../shapes.ts';
import { notFound, routes } from './route.ts';

const common = { tags: ['Shelf of models'], security: TOKEN };
/** Bytes: a token and little around it. */
const MOST_TOKEN = 2_000;

/** How the accelerator asks the hub that models come from. */
export function hubRoutes({ hub }: Pick<ApiParts, 'hub'>) {
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/hub',
        operationId: 'getHub',
        summary: 'How the hub is asked',
        responses: { 200: answer(HubShape, 'Where models are fetched from, and whether in somebody’s name. The token itself is never told.'), ...refusals() },
      }),
      (context) => context.json(hub.standing, 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'put',
        path: '/api/v1/hub/token',
        operationId: 'setHubToken',
        summary: 'Enter your token of the hub',
        description: 'For models that are only handed to who has asked for them. It is kept sealed, sent to the hub alone, and never answered.',
        middleware: json(MOST_TOKEN),
        request: body(HubTokenBody),
        responses: { 204: NO_CONTENT, ...refusals(...JSON_PROBLEMS) },
      }),
      (context) => {
        hub.setToken(context.req.valid('json').token);
        return context.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'delete',
        path: '/api/v1/hub/token',
        operationId: 'forgetHubToken',
        summary: 'Forget the token that was entered',
        description: 'One that the settings of the accelerator name stays.',
        middleware: nothing,
        responses: { 204: NO_CONTENT, ...refusals(...CHANGE_PROBLEMS, 'not-found') },
      }),
      (context) => {
        if (!hub.forgetToken()) throw notFound();
        return context.body(null, 204);
      },
    );
}
