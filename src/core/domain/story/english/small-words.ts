import { wordSet } from './word-set.ts';

export const DETERMINERS = wordSet(`a an the this that these those my your his her its our their some any every each no another
  one two three four five six seven eight nine ten twelve many few several both all`);
export const PREPOSITIONS = wordSet(`in on at over under above below into onto through across along around behind beside between before after
  during until since from to of off by with without within inside outside near towards toward against among amid beyond beneath upon about for
  like past via despite per as`);
export const PRONOUNS = wordSet(`i we you he she it they me us him them who whom which what that this these those everyone everybody anybody someone somebody
  something everything nobody nothing anyone anything himself herself itself themselves here there where`);
export const AUXILIARIES = wordSet(`is are was were be been being am do does did has have had can could will would shall should may might must
  isn't aren't wasn't weren't don't doesn't didn't hasn't haven't can't cannot couldn't won't wouldn't shouldn't gets let lets`);
export const CONJUNCTIONS = wordSet('and or but so because while when whenever if unless although though than then nor yet where');
export const ADVERBS = wordSet(`not never always often sometimes again alone away back down up out off together too very still just only once soon
  now today tonight tomorrow yesterday later slowly quickly finally suddenly everywhere somewhere home forward inside outside almost even ever also
  instead maybe perhaps far high low fast hard late early downhill uphill upstairs downstairs abroad ashore`);
const MORE = wordSet('please how why want need make new not yes more most less other own good');

/** The words that hold English sentences together: their share tells English from another language. */
export const isSmallWord = (word: string): boolean =>
  DETERMINERS.has(word) || PREPOSITIONS.has(word) || PRONOUNS.has(word) || AUXILIARIES.has(word) || CONJUNCTIONS.has(word) || ADVERBS.has(word) || MORE.has(word);

/** Words of other languages that English does not have, or hardly. */
export const FOREIGN = wordSet(`der das und ein eine einen einem einer den dem des ist nicht mit für auf von zu im ich wir sie über bei aus nach
  le la les un une des du et est dans pour sur avec qui que je nous au aux el los las una y en con por para del es se su il lo gli di che per
  non sono della nel het een van op met voor niet og på med som ett och är av til det på em uma os não ao da do com w z się na jest`);
