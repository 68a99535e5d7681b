import { expect, it } from 'vitest';
import type { LanguageModel } from '#core/domain/language/language-model.ts';
import { BetterPrompt } from './better-prompt.svelte.ts';

const PROMPT = 'A fox walks through the snow';
function open(limit = 400) {
  const said: string[] = [];
  return { said, better: new BetterPrompt({ prompt: PROMPT, options: { dialect: 'sentences', limit }, announce: (text) => said.push(text) }) };
}
const writing = (complete: LanguageModel['complete']): LanguageModel => ({ id: 'x', name: 'Small writer', complete });

it('begins with all changes taken, and follows each that is taken or left', () => {
  const { better, said } = open();
  const [light] = better.changes;
  expect(better.takenCount).toBe(better.changes.length);
  better.takeNone();
  expect(better.result).toBe(PROMPT);
  better.take(light!, true);
  expect(better.result).toBe(`${PROMPT}. Low golden hour light casts long shadows.`);
  expect(better.meanings.map(({ word }) => word)).toEqual(['golden hour']);
  better.takeAll();
  expect(better.result).toBe(better.enhancement.text);
  expect(said).toEqual(['No change is taken. The prompt is as it was.', 'All changes are taken.']);
});

it('says when it is too long', () => {
  expect([open(10).better.isTooLong, open().better.isTooLong]).toEqual([true, false]);
});

it('shows what a language model writes, and the rules with the reason where it cannot be used', async () => {
  const { better, said } = open();
  await better.ask(writing(async () => '{"prompt": "A red fox walks through the snow, backlit."}'));
  expect([better.result, better.takenCount]).toEqual(['A red fox walks through the snow, backlit.', 2]);
  await better.ask(writing(async () => 'No.'));
  expect(better.enhancement.by.kind).toBe('rules');
  expect(said).toEqual(['Small writer has written 2 changes.', expect.stringContaining('Written by Kinora’s own rules.')]);
});

it('lets go of a language model that is stopped, also where it answers later', async () => {
  const { better } = open();
  const before = better.result;
  const { promise, resolve } = Promise.withResolvers<string>();
  const asked = better.ask(writing(() => promise));
  expect(better.isAsking).toBe(true);
  better.cancel();
  expect(better.isAsking).toBe(false);
  resolve('A red fox walks through the snow.');
  await asked;
  expect(better.result).toBe(before);
});
