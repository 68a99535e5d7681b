import type { LanguageModel } from '#core/domain/language/language-model.ts';
import { writeStoriesWithModel } from '#core/domain/language/write-stories-with-model.ts';
import { writeStories } from '#core/domain/story/write-stories.ts';
import { FaultError } from '#core/schema/fault.ts';
import { fail, ok } from '#core/schema/result.ts';
import type { StoryWriter } from './stories.svelte.ts';

/** The story engine that is always there: it needs no model and no network. */
export const BUILT_IN: StoryWriter = {
  id: 'built-in',
  name: 'Kinora’s storyteller',
  write: async (brief, { count, seed, unlike }) => ok(writeStories(brief, { count, seed, unlike })),
};

/** A language model writes; what is missing of its answer the storyteller adds, and each story says who wrote it. */
export const modelWriter = (model: LanguageModel): StoryWriter => ({
  id: model.id,
  name: model.name,
  async write(brief, { count, seed, unlike, signal, onWritten }) {
    try {
      const written = await writeStoriesWithModel(model, brief, { count, signal, onWritten, unlike: unlike.map(({ title }) => title) });
      const missing = count - written.length;
      return ok(missing > 0 ? [...written, ...writeStories(brief, { count: missing, seed, unlike: [...unlike, ...written] })] : written);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  },
});
