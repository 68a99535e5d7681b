/** A prompt with a word at its end, as a person would type it. `relations`: phrases that stand between two words, without a comma. */
export function withWord(prompt: string, word: string, relations: readonly string[]): string {
  const before = prompt.trimEnd();
  if (before === '') return word;
  const isClose = /[,.;]$/.test(before) || relations.includes(word) || relations.some((phrase) => ` ${before}`.endsWith(` ${phrase}`));
  return `${before}${isClose ? '' : ','} ${word}`;
}
