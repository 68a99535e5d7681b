import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Env } from './api/parts.ts';
import { withSafetyHeaders } from './safety-headers.ts';
import { openSite } from './site-files.ts';
import { siteHandler } from './site.ts';
import { type Addresses, isWelcome, ownAddresses, visitorOf } from './visitors.ts';

export interface SiteParts extends Addresses {
  /** The folder of the built studio. */
  readonly site: string;
  readonly version: string;
  readonly log: Logger;
}

/** The studio's files, and whether we are here: for visitors of our own addresses alone. */
export function createSiteApp({ site, version, log, ...addresses }: SiteParts): Hono<Env> {
  const current = openSite(site);
  const ours = ownAddresses(addresses);
  const app = new Hono<Env>();

  app.use(async (context, next) => {
    const { incoming } = context.env;
    if (incoming?.url?.startsWith('/') && isWelcome(visitorOf(incoming), ours)) await next();
    else context.res = context.text('Kinora answers only to its own address on this machine.', 403);
    withSafetyHeaders(context.res, current().policy);
  });
  app.get('/health', (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json({ name: 'kinora', version });
  });
  // Hono answers HEAD with the headers of GET.
  app.get('*', siteHandler(current));
  app.all('*', (context) => {
    context.header('Allow', 'GET, HEAD');
    return context.text('Only reading is possible here.', 405);
  });
  app.onError((error, context) => {
    log.error({ err: error }, 'a request could not be answered');
    return context.text('Kinora made a mistake in answering. Its log has more.', 500);
  });
  return app;
}
