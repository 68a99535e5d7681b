import { codeInFragment } from '#core/domain/pairing/fragment.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { FaultError } from '#core/schema/fault.ts';
import type { AcceleratorState } from './accelerator.svelte.ts';
import { browserName } from './browser-name.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

/**
 * Pairs with the accelerator that has served this page, where it has opened it with a code in the address
 * (`#pair=…`). The code is taken out of the address before anything else, so that it is used once and kept by no
 * history. What comes of it is said. A browser that is paired with another accelerator stays so.
 */
export async function pairAtStart(accelerator: AcceleratorState, shell: ShellState): Promise<void> {
  if (!location.hash.startsWith('#pair=')) return;
  const code = codeInFragment(location.hash);
  history.replaceState(history.state, '', location.pathname + location.search);
  // Whoever has paired a larger machine does not lose it by starting the studio on this one.
  const { paired: before } = accelerator;
  if (before && before.address !== location.origin) return;
  const paired = await accelerator.pair(location.origin, code ?? '', browserName());
  if (paired.ok) shell.toast('good', 'This browser is paired with the accelerator that opened it.');
  else {
    const words = loadPart(() => import('./pair-words.ts'));
    shell.toast('bad', await words.then(({ pairProblem }) => pairProblem(paired.fault).text, (error: FaultError) => explainInLine(error.fault)));
  }
}
