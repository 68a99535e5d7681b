/** When a line of lyrics is sung, as players write it: [01:23.45]. */
const TIME = /^\s*\[(\d{1,3}):([0-5]?\d(?:[.:]\d{1,3})?)\]/;

/**
 * The words of a song given to scenes of these lengths: a line with a time to the scene in which it is
 * sung, others in order, verse by verse. Lengths in frames.
 */
export function lyricsOfScenes(lyrics: string, lengths: readonly number[], secondsOf: (frame: number) => number): string[] {
  const lines = lyrics.replace(/\r\n?/g, '\n').split('\n');
  if (lines.some((line) => TIME.test(line))) return timed(lines, lengths, secondsOf);
  const verses = lyrics.replace(/\r\n?/g, '\n').split(/\n\s*\n/).map((verse) => verse.trim()).filter(Boolean);
  const parts = verses.length > 1 ? verses : verses.flatMap((verse) => verse.split('\n'));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const scenes: string[][] = lengths.map(() => []);
  parts.forEach((part, i) => {
    const middle = ((i + 0.5) * total) / parts.length;
    scenes[sceneAt(lengths, middle)]?.push(part);
  });
  return scenes.map((given) => given.join(verses.length > 1 ? '\n\n' : '\n'));
}

function timed(lines: readonly string[], lengths: readonly number[], secondsOf: (frame: number) => number): string[] {
  const scenes: string[][] = lengths.map(() => []);
  let at = 0;
  const seconds = lengths.map(secondsOf);
  for (const line of lines) {
    const time = TIME.exec(line);
    if (time) at = sceneAt(seconds, Number(time[1]) * 60 + Number((time[2] as string).replace(':', '.')));
    if (line.trim() !== '') scenes[at]?.push(line.trim());
  }
  return scenes.map((given) => given.join('\n'));
}

/** The scene that is on at a place; the last for what comes after the end. */
function sceneAt(lengths: readonly number[], place: number): number {
  let end = 0;
  const found = lengths.findIndex((length) => place < (end += length));
  return found < 0 ? lengths.length - 1 : found;
}
