import type { AcceleratorState } from './accelerator.svelte.ts';
import { browserName } from './browser-name.ts';
import { pairProblem } from './pair-words.ts';
import type { ShellState } from './shell.svelte.ts';

/**
 * Pairs with the accelerator that has served this page, where it has opened it with a code in the address
 * (`#pair=…`). The code is taken out of the address before anything else, so that it is used once and kept by no
 * history. What comes of it is said.
 */
export async function pairAtStart(accelerator: AcceleratorState, shell: ShellState): Promise<void> {
  const given = /^#pair=([^&]*)$/.exec(location.hash)?.[1];
  if (given === undefined) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  const paired = await accelerator.pair(location.origin, given, browserName());
  if (paired.ok) shell.toast('good', 'This browser is paired with the accelerator that opened it.');
  else shell.toast('bad', pairProblem(paired.fault).text);
}
