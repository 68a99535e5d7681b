/** The child process with one model that describes, searches, hears or reads aloud: the very code that a browser's worker runs. */
import * as library from '@huggingface/transformers';
import { serveFolder } from '../models/serve-folder.ts';
import { serveOrders } from '../processes/serve-orders.ts';
import { PROTOCOL } from './assist-messages.ts';
import { type OpenAssist, openAssist } from './open-assist.ts';

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let opened: Promise<OpenAssist> | undefined;

serveOrders(PROTOCOL, async (order, { signal, tell }) => {
  const { model } = order;
  const assist = await (opened ??= openAssist(model, { library, read: serveFolder(library.env, model), breathe }));
  tell(0);
  const context = { signal, breathe, onProgress: tell };
  return order.kind === 'words' ? assist.ofWords(order.ask, context) : assist.ofFile(order.ask, order.file, context);
});
