/** The longest description of a picture, in UTF-16 code units: a few sentences, as one hears them. */
export const DESCRIPTION_LENGTH = 500;

/** What a model said of a picture as it can be shown and read out: one line of printable signs, cut at a word. */
export function describedText(said: string): string {
  const line = said.replace(/<[^<>\s]{1,40}>/g, ' ').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  if (line.length <= DESCRIPTION_LENGTH) return line;
  const head = line.slice(0, DESCRIPTION_LENGTH - 1).replace(/[\uD800-\uDBFF]$/u, '');
  const space = head.lastIndexOf(' ');
  return `${space > DESCRIPTION_LENGTH / 2 ? head.slice(0, space) : head}…`;
}
