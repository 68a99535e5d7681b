import { z } from 'zod';
import { ModelId } from '#core/schema/catalogue.ts';
import { MODELS_FOLDER } from './models-folder.ts';

const Work = z.object({ id: ModelId, kind: z.enum(['fetch', 'verify']), done: z.number(), total: z.number() });

/** What tabs tell each other of the models of this browser. */
export const ModelNews = z.discriminatedUnion('kind', [
  /** The shelf is another than before. */
  z.object({ kind: z.literal('changed') }),
  /** What this tab does now; `tab` names it. */
  z.object({ kind: z.literal('work'), tab: z.string(), work: z.array(Work) }),
  /** Whoever works on this model is to leave off. */
  z.object({ kind: z.literal('leave'), id: ModelId }),
]);
export type ModelNews = z.infer<typeof ModelNews>;

/** Tells all others, of this tab and of others, and hears them. */
export class ModelChannel {
  readonly #channel: BroadcastChannel;

  constructor(hear: (news: ModelNews) => void, folder = MODELS_FOLDER) {
    this.#channel = new BroadcastChannel(folder);
    this.#channel.onmessage = ({ data }) => {
      const news = ModelNews.safeParse(data);
      if (news.success) hear(news.data);
    };
  }

  tell(news: ModelNews): void {
    this.#channel.postMessage(news);
  }

  close(): void {
    this.#channel.close();
  }
}
