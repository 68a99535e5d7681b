import type { InputVideoTrack } from 'mediabunny';
import { colourSpaceFor } from './colour.ts';

/**
 * Has a browser decode a track in the colours that are meant (decision 0089): as its mark says, and without one as
 * players take it, by its height. Decoders take what is unmarked for high definition, whatever its size.
 */
export async function inMeantColours(track: InputVideoTrack): Promise<InputVideoTrack> {
  const [config, mark, height] = await Promise.all([track.getDecoderConfig(), track.getColorSpace(), track.getCodedHeight()]);
  if (!config || mark.matrix) return track;
  const { primaries, transfer, matrix, fullRange } = colourSpaceFor(height);
  const colorSpace = { primaries: mark.primaries ?? primaries, transfer: mark.transfer ?? transfer, matrix, fullRange: mark.fullRange ?? fullRange };
  track.getDecoderConfig = async () => ({ ...config, colorSpace });
  return track;
}
