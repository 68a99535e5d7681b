/** Crockford's base32: no I, L, O or U, so that nothing is mistaken for 1 and 0 and no word comes out. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes of a code that a person types: 8 digits. */
export const CODE_BYTES = 5;
/** Random bytes of a code that travels in an address by itself: 32 digits. */
export const LONG_CODE_BYTES = 20;

/** Bytes as digits of a code, five bits each. Their number is a multiple of five. */
export function codeOf(bytes: Uint8Array): string {
  let digits = '';
  for (let i = 0; i < bytes.length; i += 5) {
    // Forty bits are too many for bitwise arithmetic, and few enough to be exact.
    let rest = bytes.subarray(i, i + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    let group = '';
    for (let k = 0; k < 8; k += 1, rest = Math.floor(rest / 32)) group = DIGITS.charAt(rest % 32) + group;
    digits += group;
  }
  return digits;
}

/** A code as it is shown: in groups of four. */
export const groupedCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** What a person has typed as a code, or undefined where it can be none. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const isLength = code.length === (CODE_BYTES * 8) / 5 || code.length === (LONG_CODE_BYTES * 8) / 5;
  return isLength && [...code].every((digit) => DIGITS.includes(digit)) ? code : undefined;
}
