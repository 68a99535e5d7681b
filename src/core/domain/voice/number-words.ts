const ONES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES = [[1e12, 'trillion'], [1e9, 'billion'], [1e6, 'million'], [1e3, 'thousand'], [100, 'hundred']] as const;

/** Larger numbers are read digit by digit. */
const LARGEST = 1e15;

/** A whole number in words: `two thousand and five` is `two thousand five`. */
export function cardinal(number: number): string {
  if (number < 20) return ONES[number]!;
  if (number < 100) return number % 10 === 0 ? TENS[number / 10]! : `${TENS[Math.floor(number / 10)]!} ${ONES[number % 10]!}`;
  const [size, name] = SCALES.find(([one]) => number >= one)!;
  const rest = number % size;
  return `${cardinal(Math.floor(number / size))} ${name}${rest === 0 ? '' : ` ${cardinal(rest)}`}`;
}

const ORDINALS: Readonly<Record<string, string>> = { one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth' };

/** `21` as `twenty first`. */
export function ordinal(number: number): string {
  const words = cardinal(number).split(' ');
  const last = words.pop()!;
  return [...words, ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`)].join(' ');
}

/** `1984` as `nineteen eighty four`. */
export function year(number: number): string {
  const [century, rest] = [Math.floor(number / 100), number % 100];
  if (century % 10 === 0 && rest < 10) return cardinal(number);
  return `${cardinal(century)} ${rest === 0 ? 'hundred' : rest < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`;
}

/** Digits one after the other. */
export const digitByDigit = (digits: string): string => [...digits].map((digit) => ONES[Number(digit)]!).join(' ');

/** A number as it is written, with commas and a point: `1,200.5`. */
export function spokenNumber(written: string): string {
  const [whole = '', fraction] = written.replaceAll(',', '').split('.');
  const number = Number(whole === '' ? 0 : whole);
  // A leading nought is a name, not an amount: 007.
  const said = number >= LARGEST || /^0\d/.test(whole) ? digitByDigit(whole) : cardinal(number);
  return fraction === undefined ? said : `${said} point ${digitByDigit(fraction)}`;
}
