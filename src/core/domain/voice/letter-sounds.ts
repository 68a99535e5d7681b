/** How a spelling sounds: what stands there, what has to stand before and after it, and the phones (ARPABET; `1` where a stress may lie). */
type Rule = readonly [letters: string, phones: string, before?: RegExp | undefined, after?: RegExp];

const VOWEL = 'aeiouy';
const SOFT = /^[eiy]/;
/** One consonant and a silent e, at the end of the word or before its s or d. */
const MAGIC = /^(?:[bcdfgklmnpstvz]|th)e(?:s|d)?$/;
const START = /^$/;
const END = /^$/;

/** By their first letter; of those that fit, the first counts, so that longer spellings stand before shorter ones. */
const RULES: readonly Rule[] = [
  ['ai', 'EY1'], ['ay', 'EY1'], ['augh', 'AO1'], ['au', 'AO1'], ['aw', 'AO1'], ['alk', 'AO1 K'], ['all', 'AO1 L', undefined, /^(?:$|s$)/], ['are', 'EH1 R', undefined, END], ['ar', 'AA1 R', undefined, /^(?:$|[^aeiouy])/],
  ['ation', 'EY1 SH AH0 N'], ['able', 'AH0 B AH0 L', /../, END], ['age', 'IH0 JH', /../, END], ['a', 'AH0', START, /^[bcdfglmnprst](?=[^aeiouy]?[aeiouy].*[aeiouy])/], ['a', 'EY1', undefined, MAGIC], ['a', 'AH0', /./, END], ['a', 'AE1'],
  ['bb', 'B'], ['b', '', /m$/, END], ['b', 'B'],
  ['cian', 'SH AH0 N'], ['chr', 'K R'], ['ch', 'CH'], ['ck', 'K'], ['cc', 'K S', undefined, SOFT], ['cc', 'K'], ['c', 'S', undefined, SOFT], ['c', 'K'],
  ['dge', 'JH'], ['dd', 'D'], ['d', 'D'],
  ['eigh', 'EY1'], ['ear', 'IH1 R'], ['eau', 'OW1'], ['ea', 'IY1'], ['eer', 'IH1 R'], ['ee', 'IY1'], ['ei', 'IY1'], ['ew', 'UW1'], ['ey', 'IY0', /../, END], ['ey', 'EY1'], ['eu', 'Y UW1'],
  ['er', 'ER0', /./, /^(?:$|[^aeiouy])/], ['er', 'ER1', undefined, /^[^aeiouy]/], ['ed', 'D', /[bglmnrvwz]$/, END], ['ed', 'T', /[cfkpsx]$|sh$|ch$/, END], ['ed', 'AH0 D', /[dt]$/, END], ['es', 'AH0 Z', /[sxz]$|[cs]h$|[cg]$/, END], ['es', 'Z', new RegExp(`[${VOWEL}].*[^${VOWEL}]$`), END],
  ['e', '', new RegExp(`[${VOWEL}].*[^${VOWEL}]$`), END], ['e', 'IY1', /^[^aeiouy]*$/, END], ['e', 'IY1', undefined, MAGIC], ['e', 'IH0', START, /^[lmnx]/], ['e', 'EH1'],
  ['ff', 'F'], ['f', 'F'],
  ['ght', 'T'], ['gh', 'G', START], ['gh', ''], ['gn', 'N', START], ['gg', 'G'], ['gue', 'G', /./, END], ['g', 'JH', undefined, SOFT], ['g', 'G'],
  ['h', 'HH', undefined, /^[aeiouy]/], ['h', ''],
  ['igh', 'AY1'], ['ious', 'IY0 AH0 S'], ['ing', 'IH0 NG', /./, END], ['ism', 'IH2 Z AH0 M', undefined, END], ['ize', 'AY2 Z', undefined, END], ['ier', 'IY0 ER0', undefined, END], ['ie', 'IY1', /../], ['ie', 'AY1'], ['ir', 'ER1', undefined, /^(?:$|[^aeiouy])/],
  ['ia', 'IY0 AH0', undefined, /^[nls]?$/], ['io', 'IY0 OW0'], ['i', 'AY1', undefined, MAGIC], ['i', 'IY0', /./, END], ['i', 'IH1'],
  ['j', 'JH'],
  ['kn', 'N', START], ['kk', 'K'], ['k', 'K'],
  ['le', 'AH0 L', /[bcdfgkptz]$/, END], ['ll', 'L'], ['l', 'L'],
  ['mm', 'M'], ['m', 'M'],
  ['ng', 'NG', undefined, /^(?:$|[^aeioruly])/], ['ng', 'NG G'], ['nk', 'NG K'], ['nn', 'N'], ['n', '', /m$/, END], ['n', 'N'],
  ['oar', 'AO1 R'], ['oa', 'OW1'], ['oor', 'AO1 R'], ['oo', 'UW1'], ['ought', 'AO1 T'], ['ould', 'UH1 D'], ['our', 'AW1 ER0'], ['ous', 'AH0 S', undefined, END], ['ou', 'AW1'], ['ow', 'OW1', undefined, /^(?:$|n$|s$)/], ['ow', 'AW1'], ['oy', 'OY1'], ['oi', 'OY1'],
  ['or', 'ER0', /../, END], ['or', 'AO1 R'], ['old', 'OW1 L D'], ['o', 'OW1', undefined, MAGIC], ['o', 'OW1', undefined, END], ['o', 'OW1', undefined, /^[bcdfgklmnprstvz][aeiouy]/], ['o', 'AA1'],
  ['ph', 'F'], ['pp', 'P'], ['ps', 'S', START], ['pn', 'N', START], ['p', 'P'],
  ['qu', 'K W'], ['q', 'K'],
  ['rh', 'R'], ['rr', 'R'], ['r', 'R'],
  ['sch', 'SH', START], ['sion', 'ZH AH0 N', /[aeiou]$/], ['sion', 'SH AH0 N'], ['ssion', 'SH AH0 N'], ['sure', 'ZH ER0', /[aeiou]$/, END], ['sh', 'SH'], ['ss', 'S'], ['sc', 'S', undefined, SOFT], ['s', 'Z', /[aeiouybdglmnrvw]$/, END], ['se', 'Z', /[aeiou]$/, END], ['s', 'S'],
  ['tch', 'CH'], ['tion', 'SH AH0 N'], ['tial', 'SH AH0 L'], ['ture', 'CH ER0', undefined, END], ['th', 'TH'], ['tt', 'T'], ['t', 'T'],
  ['ur', 'ER1', undefined, /^(?:$|[^aeiouy])/], ['ui', 'UW1'], ['ue', 'UW1', undefined, END], ['u', 'UW1', undefined, MAGIC], ['u', 'UW1', undefined, END], ['u', 'UW1', undefined, /^[bcdfgklmnprstvz][aeiouy]/], ['u', 'AH1'],
  ['vv', 'V'], ['v', 'V'],
  ['wh', 'W'], ['wr', 'R', START], ['w', 'W'],
  ['x', 'Z', START], ['x', 'K S'],
  ['y', 'Y', START], ['y', 'AY1', /^[^aeiouy]*$/, END], ['y', 'IY0', undefined, END], ['y', 'AY1', undefined, MAGIC], ['y', 'IH1'],
  ['zz', 'Z'], ['z', 'Z'],
];

const BY_LETTER = new Map([...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [letter, RULES.filter(([letters]) => letters.startsWith(letter))]));
/** Ends before which the stress lies on the vowel right before them. */
const PULLS = /(?:[ts]ion|ic|ical|ity|ia|ian|ious|tial|cian|ify|ogy|aphy)s?$/;

/** The phones that a word of these letters (a to z, small) most likely has in English, with their stresses. Never none. */
export function soundsOfLetters(word: string): string[] {
  const phones: string[] = [];
  let at = 0;
  while (at < word.length) {
    const [before, rest] = [word.slice(0, at), word.slice(at)];
    const rule = BY_LETTER.get(rest[0]!)?.find(([letters, , left, right]) => rest.startsWith(letters) && (left?.test(before) ?? true) && (right?.test(rest.slice(letters.length)) ?? true));
    if (rule && rule[1] !== '') phones.push(...rule[1].split(' '));
    at += rule?.[0].length ?? 1;
  }
  return phones.length === 0 ? ['AH0'] : stressed(phones, PULLS.test(word));
}

/** Leaves one main stress: on the first vowel of short words, before a pulling end, or on the last vowel but two. */
function stressed(phones: string[], isPulled: boolean): string[] {
  const vowels = phones.flatMap((phone, at) => (/\d$/.test(phone) ? [at] : []));
  const full = vowels.filter((at) => phones[at]!.endsWith('1'));
  const wished = isPulled ? vowels.at(-2) : vowels.length <= 2 ? vowels[0] : vowels.at(-3);
  const main = wished !== undefined && phones[wished]!.endsWith('1') ? wished : (full[0] ?? vowels[0]);
  return phones.map((phone, at) => (!/\d$/.test(phone) ? phone : at === main ? phone.replace(/\d$/, '1') : phone.replace('1', '0')));
}
