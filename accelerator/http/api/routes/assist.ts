import { createRoute } from '@hono/zod-openapi';
import type { AssistLine, AssistMade } from '#core/schema/accelerator/assist.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Question } from '../../../assist/ports.ts';
import { answer, refusals, TOKEN } from '../answers.ts';
import { file, json, limited } from '../body.ts';
import { BYTES } from '../file-answer.ts';
import type { DoorParts, Limits } from '../parts.ts';
import { Refusal } from '../problems.ts';
import { AssistLineShape, AssistOfferShape, FileQuestionQuery, WordsQuestionBody } from '../shapes.ts';
import { routes } from './route.ts';

const common = { tags: ['Descriptions, search, speech, voice and cut-outs'], security: TOKEN };
const NDJSON = 'application/x-ndjson';
const ANSWER = {
  description: 'A line of JSON for each step: how far the work is, and at the end what it came to, or a fault.',
  content: { [NDJSON]: { schema: AssistLineShape } },
};
const SAID = 'Answers line by line while the model works. Whoever hangs up cancels. Nothing that is asked or answered is kept.';

/** The models of this accelerator that describe pictures, place them for a search, write down what is said, and read aloud. */
export function assistRoutes({ assist, log }: Pick<DoorParts, 'assist' | 'log'>, { jsonBytes, mediaBytes }: Pick<Limits, 'jsonBytes' | 'mediaBytes'>) {
  /** Answers while the work goes on: what it ends with comes as the last line. */
  function told(from: Request, work: (context: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void }) => Promise<AssistMade>): never {
    const left = new AbortController();
    const signal = AbortSignal.any([from.signal, left.signal]);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async start(stream) {
        const tell = (line: AssistLine) => signal.aborted || stream.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        try {
          tell(await work({ signal, onProgress: (done) => tell({ kind: 'progress', done }) }));
        } catch (error) {
          if (!(error instanceof FaultError)) log.error({ err: error }, 'a question to a model could not be answered');
          tell({ kind: 'fault', fault: error instanceof FaultError ? error.fault : { reason: 'interrupted', facts: {} } });
        }
        if (!signal.aborted) stream.close();
      },
      cancel: () => left.abort(),
    });
    // Its description takes every type with JSON in its name for one document, which this is not.
    return new Response(body, { headers: { 'Content-Type': NDJSON } }) as never;
  }

  function mustBeFree(ask: Question['ask']['ask']): void {
    if (assist.isBusy(ask)) throw new Refusal('not-now', 'This model has its hands full. Nothing was asked.', {}, { 'Retry-After': '5' });
  }

  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/assist/models',
        operationId: 'listAssistModels',
        summary: 'List the models that describe, search, hear, read aloud and cut out',
        description: 'Those on the accelerator’s own shelf that can be used now: whole, verified, and with their licence accepted.',
        responses: { 200: answer(AssistOfferShape, 'The models that can be asked.'), ...refusals() },
      }),
      async (context) => context.json({ models: [...(await assist.list())] }, 200),
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/assist/files',
        operationId: 'askAboutFile',
        summary: 'Ask a model about a picture or a recording',
        description: `\`describe\`: what a picture shows. \`place\`: where it lies in the space that a search compares in. \`hear\`: what is said and sung, with times. \`cut-out\`: what of a picture is subject. ${SAID}`,
        middleware: file(mediaBytes),
        request: { query: FileQuestionQuery, body: { required: true, content: BYTES } },
        responses: { 200: ANSWER, ...refusals('query-invalid', 'body-unreadable', 'fault', 'too-large', 'wrong-type', 'no-room', 'not-now') },
      }),
      async (context) => {
        const { raw } = context.req;
        const ask = context.req.valid('query');
        const model = await assist.find(ask);
        mustBeFree(ask.ask);
        const received = await assist.receive(limited(raw.body, mediaBytes));
        return told(raw, (how) => assist.answer(model, { ask, file: received }, how).finally(() => received.remove()));
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'post',
        path: '/api/v1/assist/words',
        operationId: 'askAboutWords',
        summary: 'Have a model place words, or read them aloud',
        description: `\`place\`: where words lie in the space that a search compares in. \`read\`: an English text as a WAV file. ${SAID}`,
        middleware: json(jsonBytes),
        request: { body: { required: true, content: { 'application/json': { schema: WordsQuestionBody } } } },
        responses: { 200: ANSWER, ...refusals('body-unreadable', 'body-invalid', 'fault', 'too-large', 'wrong-type', 'not-now') },
      }),
      async (context) => {
        const ask = context.req.valid('json');
        const model = await assist.find(ask);
        mustBeFree(ask.ask);
        return told(context.req.raw, (how) => assist.answer(model, { ask }, how));
      },
    );
}
