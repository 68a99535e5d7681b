import { FaultError } from '../../schema/fault.ts';
import type { NewStory } from '../../schema/story.ts';
import type { StoryBrief } from '../story/story-brief.ts';
import type { LanguageModel, LanguageQuestion } from './language-model.ts';
import { storiesInAnswer } from './stories-in-answer.ts';
import { repairQuestion, storyQuestion } from './story-question.ts';

export interface WriteOptions {
  readonly count: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWritten?: LanguageQuestion['onWritten'];
  /** Titles of stories that are there: the new ones tell something else. */
  readonly unlike?: readonly string[];
}

/**
 * Stories by a language model, checked one by one. Where some are wrong it is asked once more, with the errors named;
 * fewer than `count` come back where only some of them can be used then.
 * Throws FaultError `cancelled`, `language-away`, or `language-unfit` where none can be used.
 */
export async function writeStoriesWithModel(model: LanguageModel, brief: StoryBrief, { count, signal, onWritten, unlike = [] }: WriteOptions): Promise<NewStory[]> {
  const question = storyQuestion(brief, count, unlike);
  const answer = await model.complete({ ...question, signal, onWritten });
  signed(signal);
  const first = storiesInAnswer(answer, count, brief.text, unlike);
  if (first.errors.length === 0) return first.stories.map((story) => by(model, story));
  const second = storiesInAnswer(await model.complete({ ...repairQuestion(question, answer, first.errors), signal, onWritten }), count, brief.text, unlike);
  signed(signal);
  const best = second.stories.length >= first.stories.length ? second : first;
  const [story] = best.stories;
  if (!story) throw new FaultError('language-unfit', { model: model.name, detail: said(second.errors[0]) });
  return best.stories.map((each) => by(model, each));
}

/** What was wrong, for people: how to put it right is said to the model. */
const said = (error = ''): string => /^.+?\.(?=\s|$)/.exec(error)?.[0] ?? error;

const by = (model: LanguageModel, story: Omit<NewStory, 'writer'>): NewStory => ({ ...story, writer: { kind: 'model', model: model.name } });

/** A model that answers although it was told to stop is not listened to. */
function signed(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FaultError('cancelled');
}
