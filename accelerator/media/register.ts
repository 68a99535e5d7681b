/** The one file of the accelerator that gives Mediabunny its encoders and decoders for Node. */
import { registerMediabunnyServer } from '@mediabunny/server';
import { respectColours } from './meant-colours.ts';

let isRegistered = false;

/** Must have been called before a film is encoded or decoded in this process; calling it again does nothing. */
export function registerCodecs(): void {
  if (isRegistered) return;
  // Looking for encoders in graphics cards takes half a second and fills standard error with what is
  // missing; the processor encodes a clip of this size in less.
  registerMediabunnyServer({ hardwareContext: null });
  respectColours();
  isRegistered = true;
}
