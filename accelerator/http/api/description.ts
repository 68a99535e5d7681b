import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from './parts.ts';

export type Description = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/** The description of this door (OpenAPI 3.1), from the very schemas that check what comes in. */
export function describe(api: OpenAPIHono<Env>, version: string): Description {
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A short-lived token that a paired studio gets over its connection. It is bound to the origin of that studio and never belongs into an address.',
  });
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Kinora accelerator',
      version,
      description: 'What a paired studio or program may ask of this accelerator. Every refusal is `application/problem+json`. Times are milliseconds since 1970, sizes are bytes, files go by their SHA-256.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'This accelerator' }],
    tags: ['Open to all', 'Jobs', 'Files', 'Engines and models', 'Shelf of models', 'Language', 'Descriptions, search, speech, voice and cut-outs', 'Machine', 'Paired clients'].map((name) => ({ name })),
  });
}
