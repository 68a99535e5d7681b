import { createRoute } from '@hono/zod-openapi';
import { answer, refusals, TOKEN } from '../answers.ts';
import { json } from '../body.ts';
import type { DoorParts, Limits } from '../parts.ts';
import { Refusal } from '../problems.ts';
import { CompletionBody, CompletionShape, LanguageShape } from '../shapes.ts';
import { routes } from './route.ts';

const common = { tags: ['Language'], security: TOKEN };

/** The language models beside this accelerator. */
export function languageRoutes({ language }: Pick<DoorParts, 'language'>, { jsonBytes }: Pick<Limits, 'jsonBytes'>) {
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/language/models',
        operationId: 'listLanguageModels',
        summary: 'List the language models of local servers',
        description: 'Looks for servers that speak OpenAI’s protocol: Ollama, llama.cpp and LM Studio on the accelerator’s own machine, or those in its settings.',
        responses: { 200: answer(LanguageShape, 'The models that can be asked, and the servers that were looked for.'), ...refusals() },
      }),
      async (context) => context.json(await language.list(), 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/language/completions',
        operationId: 'complete',
        summary: 'Ask a language model',
        description: 'Answers when the model has written all of it. Whoever hangs up cancels. Nothing that is asked or answered is kept.',
        middleware: json(jsonBytes),
        request: { body: { required: true, content: { 'application/json': { schema: CompletionBody } } } },
        responses: { 200: answer(CompletionShape, 'What the model has written.'), ...refusals('body-unreadable', 'body-invalid', 'fault', 'too-large', 'wrong-type', 'not-now') },
      }),
      async (context) => {
        if (language.isBusy) throw new Refusal('not-now', 'The language models have their hands full. Nothing was asked.', {}, { 'Retry-After': '10' });
        return context.json({ text: await language.complete(context.req.valid('json'), context.req.raw.signal) }, 200);
      },
    );
}
