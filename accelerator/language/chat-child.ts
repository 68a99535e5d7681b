/**
 * The child process in which a language model of the shelf answers one question: a graph keeps an event loop busy, and
 * the memory of the weights is given back as surely by nothing else as by its end.
 */
import * as library from '@huggingface/transformers';
import { ChatModel } from '#core/pipelines/transformers/chat-model.ts';
import { serveFolder } from '../models/serve-folder.ts';
import { serveOrders } from '../processes/serve-orders.ts';
import { PROTOCOL } from './chat-messages.ts';

serveOrders(PROTOCOL, async ({ id, name, folder, paths, ...question }, { signal }) => {
  const read = serveFolder(library.env, { folder, paths });
  const model = await ChatModel.open({ library, id, name, paths, provider: 'cpu', read, breathe: () => new Promise((resolve) => setImmediate(resolve)) });
  return model.write(question, { signal });
});
