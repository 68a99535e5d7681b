import { Hono } from 'hono';
import { createApi } from './api/api.ts';
import type { ApiParts, Env } from './api/parts.ts';
import { withSafetyHeaders } from './safety-headers.ts';
import { createSiteApp, type SiteParts } from './site-app.ts';
import { ownAddresses } from './visitors.ts';

export interface AppParts extends SiteParts {
  /** What `/api/v1` stands before. */
  readonly api: ApiParts;
}

/** The HTTP door: `/api/v1`, the figures, and the studio's files everywhere else. */
export function createApp(parts: AppParts): Hono<Env> {
  const { version, log } = parts;
  const api = createApi({ ...parts.api, version, log }, ownAddresses(parts));
  const site = createSiteApp(parts);
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    await next();
    withSafetyHeaders(context.res, undefined);
  });
  for (const path of ['/api', '/api/*', '/metrics']) app.all(path, (context) => api.fetch(context.req.raw, context.env));
  app.all('*', (context) => site.fetch(context.req.raw, context.env));
  return app;
}
