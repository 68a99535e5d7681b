import ImageOff from '@lucide/svelte/icons/image-off';
import ImagePlus from '@lucide/svelte/icons/image-plus';
import Sparkles from '@lucide/svelte/icons/sparkles';
import { slotName } from '#lib/state/project/keyframe-actions.ts';
import type { Action } from '../shell/action.ts';
import type { KeyframesView } from './keyframes-view.ts';

/** What can be done with the keyframe where the keys are, and with all of them. */
export function keyframeCommands({ actions, readOnly, run, state }: KeyframesView): readonly Action[] {
  const slot = state.slots[state.at];
  if (!slot) return [];
  const locked = readOnly ? 'This project can only be looked at.' : undefined;
  const away = locked ?? (run.facts ? undefined : 'The model is still on its way.');
  const busy = slot.state === 'waiting' || slot.state === 'making' ? 'It is being made.' : undefined;
  return [
    { id: 'keyframes.generate', name: `Generate: ${slotName(slot)}`, icon: Sparkles, why: away ?? busy, run: () => void actions.generate([slot]) },
    { id: 'keyframes.generate-missing', name: 'Generate missing keyframes', icon: ImagePlus, why: away, run: () => void run.makeKeyframes() },
    { id: 'keyframes.clear', name: `Clear: ${slotName(slot)}`, icon: ImageOff, why: locked ?? (slot.keyframe ? undefined : 'There is no keyframe here.'), run: () => actions.clear(slot) },
  ];
}
