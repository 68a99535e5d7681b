import type { RouteConfig, z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemKind } from './problems.ts';
import { ProblemShape } from './shapes.ts';

/** What can happen to every request, and to every one that needs a token. */
const ALWAYS: readonly ProblemKind[] = ['not-welcome', 'too-many', 'broken'];
const WITH_TOKEN: readonly ProblemKind[] = ['token-missing', 'token-in-address', ...ALWAYS];
/** What can happen to a request with JSON beside that. */
export const JSON_PROBLEMS: readonly ProblemKind[] = ['body-unreadable', 'body-invalid', 'too-large', 'wrong-type', 'not-now', 'no-room'];
/** What can happen to a request that does something and takes no body, and to one that is written down beside that. */
export const PLAIN_PROBLEMS: readonly ProblemKind[] = ['wrong-type', 'not-now'];
export const CHANGE_PROBLEMS: readonly ProblemKind[] = [...PLAIN_PROBLEMS, 'no-room'];

/** Describes refusals by their status; several kinds may share one. */
function problems(kinds: readonly ProblemKind[]): RouteConfig['responses'] {
  const words = new Map<number, string>();
  for (const { status, meaning } of new Set(kinds.map((kind) => PROBLEMS[kind]))) {
    const before = words.get(status);
    words.set(status, before === undefined ? meaning : `${before} Or: ${meaning}`);
  }
  const content = { 'application/problem+json': { schema: ProblemShape } };
  return Object.fromEntries([...words].map(([status, description]) => [status, { description, content }]));
}

/** The refusals of a route that needs a token, with those of its own. */
export const refusals = (...own: readonly ProblemKind[]) => problems([...WITH_TOKEN, ...own]);

/** The refusals of a route that needs none. */
export const openRefusals = (...own: readonly ProblemKind[]) => problems([...ALWAYS, 'token-in-address', ...own]);

export const answer = <Shape extends z.ZodType>(schema: Shape, description: string) => ({ description, content: { 'application/json': { schema } } });

export const body = <Shape extends z.ZodType>(schema: Shape) => ({ body: { required: true, content: { 'application/json': { schema } } } });

export const NO_CONTENT = { description: 'Done.' };

export const TOKEN = [{ token: [] }];
