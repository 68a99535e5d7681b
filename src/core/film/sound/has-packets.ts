import { EncodedPacketSink, type InputTrack } from 'mediabunny';

/**
 * Whether there is anything in a track. To be asked before how long it is: in a FLAC file without one whole
 * frame, Mediabunny 1.61 looks for the end for ever.
 */
export const hasPackets = async (track: InputTrack): Promise<boolean> =>
  (await new EncodedPacketSink(track).getFirstPacket({ metadataOnly: true })) !== null;
