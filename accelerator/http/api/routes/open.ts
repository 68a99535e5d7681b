import { createRoute, z } from '@hono/zod-openapi';
import { answer, openRefusals } from '../answers.ts';
import type { DoorParts } from '../parts.ts';
import { HealthShape } from '../shapes.ts';
import { routes } from './route.ts';

/** What needs no token: whether we are here, and our figures for a program on this machine. */
export function openRoutes({ version, protocol, canPair, metrics }: Pick<DoorParts, 'version' | 'protocol' | 'canPair' | 'metrics'>) {
  return routes()
    .openapi(
      createRoute({
        tags: ['Open to all'],
        method: 'get',
        path: '/api/v1/health',
        operationId: 'getHealth',
        summary: 'Whether the accelerator is here',
        responses: { 200: answer(HealthShape, 'Its name and version, the version of the language it speaks, and whether a studio can be paired now.'), ...openRefusals() },
      }),
      (context) => context.json({ name: 'kinora' as const, version, protocol, pairing: canPair() }, 200),
    )
    .openapi(
      createRoute({
        tags: ['Open to all'],
        method: 'get',
        path: '/metrics',
        operationId: 'getMetrics',
        summary: 'Figures for Prometheus',
        description: 'A program on this machine needs no token; from elsewhere one is needed.',
        responses: { 200: { description: 'The figures in the text format of Prometheus.', content: { 'text/plain': { schema: z.string() } } }, ...openRefusals('token-missing') },
      }),
      async (context) => context.text(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
    );
}
