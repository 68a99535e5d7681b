import { OpenAPIHono } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { Env } from '../parts.ts';
import { type ProblemKind, Refusal } from '../problems.ts';

const KINDS: Readonly<Record<string, ProblemKind>> = { json: 'body-invalid', query: 'query-invalid' };

/** A part of `/api/v1`: what does not fit its schema is refused by name before it is looked at. */
export const routes = (): OpenAPIHono<Env> =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      if (result.target === 'param') throw notFound();
      throw invalid(result.error.issues[0], KINDS[result.target] ?? 'body-invalid');
    },
  });

export const notFound = (): Refusal => new Refusal('not-found', 'There is nothing at this address.');

type Issue = z.core.$ZodIssue;

/** The first thing that is wrong, with the place of it. Values are not repeated: they may be what nobody else should read. */
function invalid(issue: Issue | undefined, kind: ProblemKind): Refusal {
  if (!issue) return new Refusal(kind, 'What was sent does not fit.');
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.map((issues) => issues[0]).find((inner) => inner?.code === 'unrecognized_keys');
    if (deepest) return invalid({ ...deepest, path: [...issue.path, ...deepest.path] }, kind);
  }
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const pointer = path.map((step) => `/${String(step).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const detail = issue.code === 'unrecognized_keys' ? 'There is no such field here. Leave it out.' : `${issue.message}. Put it right and send it again.`;
  return new Refusal(kind, detail, { pointer });
}
