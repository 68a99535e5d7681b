import { loadPart } from '#core/domain/load-part.ts';
import { FaultError } from '#core/schema/fault.ts';
import { canEncodeAudio } from 'mediabunny';

let found: Promise<void> | undefined;

/**
 * Has this worker write AAC, which players of every kind hear in an MP4: with the browser's own encoder, else with
 * FFmpeg's, which comes with the app. Firefox, and Chromium on Linux, have none.
 */
export const haveAac = (): Promise<void> => (found ??= findAac());

async function findAac(): Promise<void> {
  if (await canEncodeAudio('aac')) return;
  try {
    const { registerAacEncoder } = await loadPart(() => import('@mediabunny/aac-encoder'));
    registerAacEncoder();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    // Without it the sound is Opus, and the screen says so. It is looked for again next time.
    found = undefined;
  }
}
