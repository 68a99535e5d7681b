/**
 * The plainest phrase for a value of the model's word list: its own name where people say it (`ball`,
 * `pan left`), else the shortest phrase with that name in it (`go left`), else the shortest of all.
 */
export function plainWord(value: string, phrases: readonly string[]): string {
  const name = value.replaceAll('_', ' ');
  if (phrases.includes(name)) return name;
  const shortest = phrases.toSorted((a, b) => a.length - b.length);
  return shortest.find((phrase) => ` ${phrase} `.includes(` ${name} `)) ?? shortest[0] ?? name;
}
