import { createContext } from 'svelte';
import type { Command } from '#core/document/project-document.ts';
import type { SoundRoom } from '#lib/state/project/sound-room.svelte.ts';

/** What the parts of the Sound place share. */
export interface SoundView {
  readonly room: SoundRoom;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  /** Runs a command and says what it did; what is refused is said, too. */
  run<Value>(command: Command<Value>, said: string): { readonly value: Value } | undefined;
}

export const [getSoundView, setSoundView] = createContext<SoundView>();
