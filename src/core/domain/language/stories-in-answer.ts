import type { z } from 'zod';
import { StoryContent } from '../../schema/story.ts';
import { jsonInAnswer } from './json-in-answer.ts';
import { ANSWER_LIMIT } from './language-model.ts';
import { canBeSameLanguage } from './same-language.ts';

/** The stories in an answer that can be used, and in sentences for the model what is wrong with the rest. */
export interface ReadStories {
  readonly stories: readonly StoryContent[];
  readonly errors: readonly string[];
}

/** Errors that are told at most: more of them tell a model no more. */
const TOLD_ERRORS = 12;

/** @param text the brief, in whose language the answer is to be */
export function storiesInAnswer(answer: string, count: number, text: string, unlike: readonly string[] = []): ReadStories {
  if (answer.trim() === '') return none('The answer was empty.');
  if (answer.length > ANSWER_LIMIT) return none(`The answer had ${answer.length} characters. Answer with at most ${ANSWER_LIMIT}.`);
  const found = jsonInAnswer(answer);
  if (found === undefined) return none('The answer was not one whole JSON value. Answer with the JSON object alone, and close every bracket.');
  const list = listIn(found);
  if (!list) return none('The JSON object must have the field "stories", a list.');
  const errors: string[] = [];
  const stories: StoryContent[] = [];
  const titles = new Set(unlike.map(plain));
  list.slice(0, count).forEach((one, at) => {
    const read = StoryContent.safeParse(tidied(one));
    if (!read.success) return errors.push(...read.error.issues.map((issue) => sentence(issue, at)));
    if (!canBeSameLanguage(text, wordsOf(read.data))) return errors.push(`stories[${at}] is not in the language of the material. Write it in that language.`);
    if (titles.has(plain(read.data.title))) return errors.push(`stories[${at}].title stands there already. Tell another story.`);
    titles.add(plain(read.data.title));
    return stories.push(read.data);
  });
  if (list.length < count) errors.push(`There are ${list.length} stories. Write ${count}.`);
  return { stories, errors: errors.slice(0, TOLD_ERRORS) };
}

const none = (error: string): ReadStories => ({ stories: [], errors: [error] });

/** `{stories: […]}`, the bare list, or one story alone. */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const { stories, title } = value as { stories?: unknown; title?: unknown };
  if (Array.isArray(stories)) return stories;
  return title === undefined ? undefined : [value];
}

const sentence = ({ path, message }: z.core.$ZodIssue, at: number): string => `stories[${at}]${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')}: ${message}.`;

const plain = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

const wordsOf = ({ narrative, segments }: StoryContent): string => [narrative, ...segments.map(({ happens }) => happens)].join(' ');

const PACINGS: Readonly<Record<string, string>> = { fast: 'quick', rapid: 'quick', brisk: 'quick', medium: 'steady', moderate: 'steady', calm: 'slow', gentle: 'slow' };

/** How deep a story nests, with room. */
const DEEPEST = 6;

/** What models get wrong in form alone: spaces and control signs around texts, "Fast" for quick, numbers as text, roles with spaces. */
function tidied(value: unknown, field = '', depth = 0): unknown {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((each) => tidied(each, field, depth + 1));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, tidied(each, name, depth + 1)]));
  if (typeof value !== 'string') return value;
  const text = value.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').replace(/ {2,}/g, ' ').trim();
  if (field === 'pacing') return PACINGS[text.toLowerCase()] ?? text.toLowerCase();
  if (field === 'role') return ['', 'none', 'null'].includes(text.toLowerCase()) ? null : text.toLowerCase().replaceAll(/[ _]/g, '-');
  if (field === 'weight') return text === '' ? text : Number(text);
  return text;
}
