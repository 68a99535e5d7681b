import { untrack } from 'svelte';
import type { FilmSound } from '#lib/state/project/film-sound.svelte.ts';
import type { FilmPlayback } from '#lib/state/project/playback.svelte.ts';

interface Parts {
  readonly playback: FilmPlayback;
  readonly sound: FilmSound;
  isSilent(): boolean;
  /** Whether there is something to see, and nothing speaks against its moving by itself. */
  isReady(): boolean;
  /** Whether the screen is still there. */
  isHere(): boolean;
}

/** The film begins by itself, once, with its song where the browser lets it sound. */
export function beginByItself({ playback, sound, isSilent, isReady, isHere }: Parts): void {
  let begun = false;
  $effect(() => {
    if (begun || !isReady()) return;
    begun = true;
    void untrack(() => sound.settled).then(() => {
      const sounds = sound.sounds && !isSilent();
      if (!isHere() || playback.frame > 0 || (sounds && !navigator.userActivation?.hasBeenActive)) return;
      playback.play();
    });
  });
}
