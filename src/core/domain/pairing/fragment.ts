import { readCode } from './code.ts';

/** How a code travels in an address: behind #, which no browser sends to a server, so that no log has it. */
export const pairingFragment = (code: string): string => `#pair=${code}`;

/** The code in the fragment of an address, if there is one. */
export function codeInFragment(fragment: string): string | undefined {
  const [, code] = /^#pair=([0-9A-Za-z-]+)$/.exec(fragment) ?? [];
  return code === undefined ? undefined : readCode(code);
}
