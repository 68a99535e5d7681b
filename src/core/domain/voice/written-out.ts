import { cardinal, ordinal, spokenNumber, year } from './number-words.ts';

/** Short forms whose point ends no sentence. */
const SHORT: Readonly<Record<string, string>> = {
  mr: 'mister', mrs: 'missus', ms: 'miz', dr: 'doctor', prof: 'professor', st: 'saint', jr: 'junior', sr: 'senior', no: 'number', vs: 'versus', etc: 'et cetera', approx: 'approximately',
};
const MONEY: Readonly<Record<string, readonly [one: string, many: string, part: string, parts: string]>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'], '£': ['pound', 'pounds', 'penny', 'pence'], '€': ['euro', 'euros', 'cent', 'cents'],
};
const SIGNS: Readonly<Record<string, string>> = { '&': ' and ', '%': ' percent ', '+': ' plus ', '=': ' equals ', '@': ' at ', '°': ' degrees ', '#': ' number ', '×': ' times ' };
const UNITS: Readonly<Record<string, string>> = { km: 'kilometers', cm: 'centimeters', mm: 'millimeters', kg: 'kilograms', mph: 'miles an hour', hz: 'hertz', gb: 'gigabytes', mb: 'megabytes', fps: 'frames a second' };

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;

/** English text with everything that is no word written out as it is said: numbers, money, times of day, short forms and signs. */
export function writtenOut(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[‘’ʼ]/g, '\'')
    .replaceAll(/\b(mrs?|ms|dr|prof|st|jr|sr|vs|etc|approx)\.(?=\s|,|$)/gi, (_, short: string) => SHORT[short.toLowerCase()]!)
    .replaceAll(/\bno\.\s*(?=\d)/gi, `${SHORT['no']!} `)
    .replaceAll(/\be\.g\./gi, 'for example').replaceAll(/\bi\.e\./gi, 'that is')
    .replaceAll(new RegExp(`([$£€])(${NUMBER})(?:\\s?(thousand|million|billion|trillion))?`, 'gi'), money)
    .replaceAll(/\b(\d{1,2}):(\d{2})\b/g, (whole, hours: string, minutes: string) => (Number(minutes) < 60 ? timeOfDay(Number(hours), Number(minutes)) : whole))
    .replaceAll(/\b(\d{1,9})(?:st|nd|rd|th)\b/gi, (_, number: string) => ordinal(Number(number)))
    .replaceAll(/\b(1[1-9]|20)(\d)0s\b/g, (_, century: string, ten: string) => `${ten === '0' ? `${cardinal(Number(century))} hundred` : year(Number(`${century}${ten}0`))}s`.replace(/ys$/, 'ies'))
    .replaceAll(new RegExp(`(${NUMBER})\\s?(${Object.keys(UNITS).join('|')})\\b`, 'gi'), (_, number: string, unit: string) => `${spokenNumber(number)} ${UNITS[unit.toLowerCase()]!}`)
    // Four digits alone are a year more often than an amount.
    .replaceAll(/(?<![\d.,])(1[1-9]\d\d|20\d\d)(?![\d]|[.,]\d)/g, (_, number: string) => year(Number(number)))
    .replaceAll(/(?<=\d)\s?[-–]\s?(?=\d)/g, ' to ')
    .replaceAll(new RegExp(`(?<!\\w)[-−](${NUMBER})`, 'g'), (_, number: string) => `minus ${spokenNumber(number)}`)
    .replaceAll(new RegExp(NUMBER, 'g'), (number) => ` ${spokenNumber(number)} `)
    .replaceAll(/[&%+=@°#×]/g, (sign) => SIGNS[sign]!)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ (?=[.,;:!?])/g, '')
    .trim();
}

function money(_: string, sign: string, amount: string, scale: string | undefined): string {
  const [one, many, part, parts] = MONEY[sign]!;
  if (scale !== undefined) return `${spokenNumber(amount)} ${scale} ${many}`;
  const [whole = '0', fraction] = amount.split('.');
  const first = `${spokenNumber(whole)} ${whole === '1' ? one : many}`;
  if (fraction?.length !== 2) return fraction === undefined ? first : `${spokenNumber(amount)} ${many}`;
  const cents = Number(fraction);
  return cents === 0 ? first : `${first} ${cardinal(cents)} ${cents === 1 ? part : parts}`;
}

function timeOfDay(hours: number, minutes: number): string {
  if (minutes === 0) return hours >= 1 && hours <= 12 ? `${cardinal(hours)} o'clock` : `${cardinal(hours)} hundred`;
  return `${cardinal(hours)} ${minutes < 10 ? 'oh ' : ''}${cardinal(minutes)}`;
}
