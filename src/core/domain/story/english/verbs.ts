import { wordSet } from './word-set.ts';

/** Verbs that stories are told with, as one says them of many. */
const BASES = wordSet(`accept ache add admit allow answer appear argue arrive ask awaken bake balance bark beat become begin believe belong bend bite
  blink block bloom blow boil bounce break breathe bring brew brush build burn burst bury buy call carry cast catch celebrate challenge change charge
  chase choose circle clean climb close collapse collect come connect cook cool count cover crack crash crawl create cross crumble cry cut cycle
  dance dare decide deliver descend destroy deserve die dig disappear discover dive draw dream dress drift drink drip drive drop drown eat embrace emerge
  empty enjoy enter escape explain explode explore face fade fail fall feed feel fight fill find finish fit fix flee flicker float flow fly fold
  follow forget forgive free freeze gallop gather get give glide glitter glow go grow guard guide hang happen harvest hatch haunt have heal hear
  heat help hide hike hit hold hop hope hover hug hum hunt hurry hurt ignite imagine inspire invent invite join jump keep kick kill kiss kneel knock know
  land laugh launch lead lean leap learn leave let lie lift light like listen live lock look lose love make march meet melt mend miss mix move need notice
  offer open orbit overcome overtake paint park pass pause pay perform pick plan plant play point polish pour practise practice prepare press promise
  protect prove pull push put race rain raise reach read realise realize rebuild receive recharge reduce refuse rehearse release relax remain remember remove
  repair repeat replace rescue rest return reveal ride ring rise roar roll row ruin rule run rush sail save say scatter score search see seem sell send
  serve set shake share shatter shelter shine shoot shout show shrink sing sink sit skate ski sleep slide slip slow smell smile smoke snow soar solve
  speak spend spin spread sprint stand stare start stay steal step stitch stop struggle study support surf survive sweep swim swing switch take talk tame
  taste teach tear tell thaw think throw tie touch trade train transform translate travel treat trick try tumble turn twirl understand unfold unite unlock use
  vanish visit wait wake walk wander want warm warn wash watch water wave wear weave weep whisper whistle win wish wonder work worry wrap write yawn
  weigh contain include store adapt automate block clear combine deal deliver detect fuel hydrate last measure monitor nourish organise organize purify record remind run scan schedule
  soften sort soothe sync track charm dazzle compete wrestle juggle chat giggle knit sew sneak chop stir whisk paddle pedal cheer chant applaud wink nod shrug sob shiver
  stumble crouch limp rehearse improvise argue debate celebrate befriend adore admire polish assemble unpack pack decorate compose explode orbit`);

/** Words that are as often a thing as a deed: a deed only where what follows says so. */
const ALSO_NOUNS = wordSet(`ache answer balance bark beat bend bite block bloom blow bounce break brush burn call cast catch challenge change charge
  chase circle climb close collapse cook cool count cover crack crash cross cry cut cycle dance dare deal die dig dive dream dress drift drink drip drive drop
  escape face fall feed fight fill fit fix float flow fly fold freeze guard guide hand hang harvest heat help hide hike hit hold hop hope hug hum hunt hurry hurt
  jump kick kiss knock land last launch lead lean leap leave lie lift light like lock look love march measure melt mix move need notice offer orbit paint park pass
  pause pay pick plan plant play point polish practice press promise pull push race rain raise record repair rescue rest return ride ring rise roar roll row ruin
  rule run rush sail score search set shake share shelter shine shoot shout show sink skate ski sleep slide slip smell smile smoke snow spin spread sprint
  stand stare start stay step stitch stop struggle study support surf swing switch talk taste tear tie touch track trade train travel treat trick try turn
  use visit wait wake walk warm wash watch water wave wear whisper whistle win wish wonder work worry wrap yawn fuel sort clear scan`);

const thirdPerson = (base: string): string =>
  base === 'have' ? 'has' : base === 'go' ? 'goes' : /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : /(s|sh|ch|x|z|o)$/.test(base) ? `${base}es` : `${base}s`;

const BASE_OF = new Map([...BASES].map((base) => [thirdPerson(base), base]));
/** What was done to something: "a letter written by hand". None that is as often the verb or another word. */
const PARTICIPLES = wordSet(`seen written hidden forgotten driven drawn worn torn broken stolen taken given thrown grown woven frozen eaten beaten
  bitten shaken spoken chosen sung`);
const IRREGULAR_PAST = wordSet(`became began bit blew broke brought built bought came caught chose drew drank drove ate fell felt fought found flew forgot
  gave went grew hung had heard hid held kept knew led left lost made met rode rang rose ran said saw sold sent sang sank sat slept spoke spent stood stole
  swam took taught told thought threw understood woke wore won wrote`);

export const isThirdPerson = (word: string): boolean => BASE_OF.has(word);
export const isBase = (word: string): boolean => BASES.has(word);
export const isAlsoNoun = (word: string): boolean => ALSO_NOUNS.has(BASE_OF.get(word) ?? word);
export const isPast = (word: string): boolean =>
  IRREGULAR_PAST.has(word) || PARTICIPLES.has(word) || (word.endsWith('ied') && BASES.has(`${word.slice(0, -3)}y`)) || (word.endsWith('ed') && (BASES.has(word.slice(0, -2)) || BASES.has(word.slice(0, -1)) || BASES.has(`${word.slice(0, -3)}`)));
export const isGerund = (word: string): boolean =>
  word.endsWith('ing') && word.length > 5 && (BASES.has(word.slice(0, -3)) || BASES.has(`${word.slice(0, -3)}e`) || BASES.has(word.slice(0, -4)));

/** A verb as one says it of one or of many: "look out" becomes "looks out". */
export function conjugate(phrase: string, plural: boolean): string {
  if (plural) return phrase;
  const [verb = '', ...rest] = phrase.split(' ');
  const one = verb === 'are' ? 'is' : verb === 'do' ? 'does' : thirdPerson(verb);
  return [one, ...rest].join(' ');
}
