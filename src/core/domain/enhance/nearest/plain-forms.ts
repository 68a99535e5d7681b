/** Irregular forms that an ending does not tell. */
const IRREGULAR = new Map(
  Object.entries({
    ate: 'eat', began: 'begin', blew: 'blow', brought: 'deliver', built: 'build', bought: 'buy', calves: 'calf', caught: 'chase',
    danced: 'dance', drank: 'drink', elves: 'elf', held: 'hold', hid: 'hide', knives: 'knife', lit: 'light up', mice: 'mouse', lay: 'lie',
    made: 'make', met: 'meet', oxen: 'ox', rode: 'ride', sang: 'sing', saw: 'look', sees: 'look', see: 'look', seen: 'look', shelves: 'shelf', shone: 'shine',
    slept: 'sleep', spoke: 'speak', stood: 'stand', thought: 'think', told: 'tell', took: 'hold', wives: 'wife', woke: 'wake', wore: 'wear', wrote: 'write',
  }),
);

/**
 * The forms under which a word may stand in a table, the word itself first: "glasses" is looked up before
 * "glass". A rule of thumb for English endings; a form that no table holds does no harm.
 */
export function plainForms(word: string): string[] {
  const forms = [word];
  const irregular = IRREGULAR.get(word);
  if (irregular) forms.push(irregular);
  for (const [ending, ...instead] of ENDINGS) {
    if (!word.endsWith(ending) || word.length - ending.length < 2) continue;
    const stem = word.slice(0, -ending.length);
    for (const end of instead) forms.push(stem + end);
    if (/(.)\1$/.test(stem) && ending !== 's') forms.push(stem.slice(0, -1));
  }
  return forms;
}

/** An ending, and what may stand in its place. */
const ENDINGS: readonly (readonly [string, ...string[]])[] = [
  ['ies', 'y', 'ie'],
  ['ves', 'f', 've'],
  ['es', '', 'e'],
  ['s', ''],
  ['ying', 'y', 'ie'],
  ['ing', '', 'e'],
  ['ied', 'y'],
  ['ed', '', 'e'],
];
