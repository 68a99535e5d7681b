import { z } from 'zod';
import { AssistMade, AssistPurpose, FileQuestion, WordsQuestion } from '#core/schema/accelerator/assist.ts';
import { Provider } from '../engines/onnx/provider.ts';
import type { Protocol } from '../processes/protocol.ts';

/** What passes between the accelerator and a child process with a model that describes, searches, hears or reads aloud. */

const ChildModel = z.object({
  purpose: AssistPurpose,
  id: z.string(),
  /** Another one for other files. */
  version: z.string(),
  name: z.string(),
  /** The folder of the model, and the files in it that were verified. */
  folder: z.string(),
  paths: z.array(z.string()),
  /** What computes it. */
  provider: Provider,
});
export type ChildModel = z.infer<typeof ChildModel>;

const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('words'), model: ChildModel, ask: WordsQuestion }),
  /** `file`: where it lies. */
  z.object({ kind: z.literal('file'), model: ChildModel, ask: FileQuestion, file: z.string() }),
]);
export type Order = z.infer<typeof Order>;

/** How far it is: 0 to 1, and 0 once the model is in memory. */
const News = z.number();

export const PROTOCOL: Protocol<Order, number, AssistMade> = { order: Order, news: News, made: AssistMade };
