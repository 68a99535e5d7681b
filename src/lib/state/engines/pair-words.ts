import { explain } from '#core/domain/words/explain.ts';
import { saidDuration } from '#core/domain/words/said-duration.ts';
import type { NetworkLeave, PairRefusal } from '#lib/engine/remote/ports.ts';

export interface PairProblem {
  /** The field that it is about; the whole where absent. */
  readonly field?: 'address' | 'code';
  readonly text: string;
}

const NEEDS_HTTPS =
  'This studio was opened over https, and browsers keep such a page from http addresses of other machines. Start the accelerator with --tls-cert and --tls-key and enter its https address, or open the studio at its own address.';

/** Why this browser is not paired, and what to do. */
export function pairProblem(refusal: PairRefusal): PairProblem {
  switch (refusal.reason) {
    case 'no-address':
      return { field: 'address', text: 'This is no address. Type it as the accelerator prints it, as in http://192.168.1.20:4717.' };
    case 'no-such-code':
      return { field: 'code', text: 'A code has eight letters and digits, as in 7K3M-9QXT.' };
    case 'wrong-code':
      return {
        field: 'code',
        text: `The code is not right. Compare it with the one on its terminal. ${refusal.triesLeft === 1 ? 'One try is left' : `${refusal.triesLeft} tries are left`}, then it takes none for a while.`,
      };
    case 'locked':
      return { field: 'code', text: `Too many wrong codes were tried, so it takes none for ${saidDuration(refusal.waitMs)}. Wait, then press Enter on its terminal for a new code.` };
    case 'no-code':
      return { field: 'code', text: 'No code is open there: it was used, or its two minutes are over. Press Enter on its terminal for a new one.' };
    case 'busy':
      return { text: 'Another browser is being paired at this moment. Try again in a few seconds.' };
    case 'false-accelerator':
      return { text: 'What answers at this address does not know the code, so it is not the accelerator that showed it. Nothing was told to it. Check the address.' };
    case 'network-denied':
      return { text: 'The browser keeps this page from machines in your network. Allow it in the settings of this site, under “Local network access”, then try again.' };
    case 'needs-https':
      return { field: 'address', text: NEEDS_HTTPS };
    case 'fault': {
      const { happened, next } = explain(refusal.fault);
      return { text: `${happened} ${next}` };
    }
  }
}

/** What the browser will ask before the first word to an address; nothing where it asks nothing. */
export function leaveWords(leave: NetworkLeave | undefined): string {
  if (leave === 'prompt') {
    return 'The browser will ask whether this page may reach devices in your local network. That is the accelerator: allow it. Kinora talks to no other device.';
  }
  if (leave === 'needs-https') return NEEDS_HTTPS;
  if (leave === 'denied') {
    return 'The browser keeps this page from devices in your local network, because that was once denied. Allow it in the settings of this site, under “Local network access”.';
  }
  return '';
}
