/**
 * The scene that each clip of a new order stands in, given the number of its own until now. Scenes keep
 * their order, so a clip between others of another scene goes over to that scene; as few as possible do.
 */
export function scenesFor(own: readonly number[]): number[] {
  const kept = longestNotFalling(own);
  const scenes: number[] = [];
  own.forEach((scene, i) => {
    if (kept.has(i)) scenes.push(scene);
    else scenes.push(scenes[i - 1] ?? own.find((_, j) => kept.has(j)) ?? scene);
  });
  return scenes;
}

/** The places of the longest row of numbers that never fall. */
function longestNotFalling(numbers: readonly number[]): Set<number> {
  /** The place of the smallest end of a row, by the row's length less one. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  numbers.forEach((number, place) => {
    const length = ends.findIndex((end) => (numbers[end] as number) > number);
    const at = length < 0 ? ends.length : length;
    before[place] = ends[at - 1];
    ends[at] = place;
  });
  const kept = new Set<number>();
  for (let place = ends.at(-1); place !== undefined; place = before[place]) kept.add(place);
  return kept;
}
