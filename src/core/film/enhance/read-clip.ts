import { ALL_FORMATS, EncodedPacketSink, Input, type InputAudioTrack, type InputVideoTrack, type Source, type VideoSample, VideoSampleSink } from 'mediabunny';
import type { Frame, FrameSource, TimedFrame } from '../../domain/frames/frame.ts';
import { FaultError } from '../../schema/fault.ts';
import { inMeantColours } from '../meant-colours.ts';

/** A clip's frames, its sound and which side of them is up. Whoever opens it closes it. */
export class ClipReader implements FrameSource {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly frameRate: number;
  /** Degrees that players turn it by, clockwise. */
  readonly rotation: InputRotation;
  /** Its sound, as it is encoded; undefined where it has none. */
  readonly sound: InputAudioTrack | undefined;
  readonly #input: Input;
  readonly #track: InputVideoTrack;
  readonly #start: number;

  private constructor(input: Input, track: InputVideoTrack, facts: ClipFacts) {
    this.#input = input;
    this.#track = track;
    this.#start = facts.start;
    this.sound = facts.sound;
    this.rotation = facts.rotation;
    this.width = facts.width;
    this.height = facts.height;
    this.count = facts.count;
    this.frameRate = facts.frameRate;
  }

  /** Throws FaultError `media-damaged` for what is no film that this host can read. `name` stands in the fault. */
  static async open(source: Source, name = ''): Promise<ClipReader> {
    const input = new Input({ source, formats: ALL_FORMATS });
    try {
      const track = (await input.canRead()) ? await input.getPrimaryVideoTrack() : null;
      if (!track || !(await track.canDecode())) throw damaged(name);
      return new ClipReader(input, await inMeantColours(track), await factsOf(input, track));
    } catch (cause) {
      input.dispose();
      throw cause instanceof FaultError ? cause : damaged(name, cause);
    }
  }

  async *frames(): AsyncGenerator<TimedFrame> {
    for await (const sample of new VideoSampleSink(this.#track).samples()) {
      try {
        const begin = sample.timestamp - this.#start;
        const end = begin + (sample.duration || 1 / this.frameRate);
        // What a film shows before its beginning is not shown.
        if (end > 0) yield { frame: await pixelsOf(sample), begin: Math.max(0, begin), end };
      } finally {
        sample.close();
      }
    }
  }

  /** The packets of its sound, their times counted as those of the frames are. */
  async *soundPackets(): AsyncGenerator<SoundPacket> {
    if (!this.sound) return;
    for await (const packet of new EncodedPacketSink(this.sound).packets()) {
      yield packet.clone({ timestamp: Math.max(0, packet.timestamp - this.#start) });
    }
  }

  close(): void {
    this.#input.dispose();
  }
}

type InputRotation = Awaited<ReturnType<InputVideoTrack['getRotation']>>;
type SoundPacket = NonNullable<Awaited<ReturnType<EncodedPacketSink['getFirstPacket']>>>;

interface ClipFacts {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly frameRate: number;
  readonly rotation: InputRotation;
  readonly start: number;
  readonly sound: InputAudioTrack | undefined;
}

async function factsOf(input: Input, track: InputVideoTrack): Promise<ClipFacts> {
  const first = await new VideoSampleSink(track).getSample(await track.getFirstTimestamp());
  if (!first) throw new Error('there is no first frame');
  const { width, height } = first.visibleRect;
  first.close();
  const { packetCount, averagePacketRate } = await track.computePacketStats();
  return {
    width,
    height,
    count: packetCount,
    frameRate: Math.round(averagePacketRate * 1000) / 1000 || 1,
    rotation: await track.getRotation(),
    start: await track.getFirstTimestamp(),
    sound: (await input.getPrimaryAudioTrack()) ?? undefined,
  };
}

const RGBA: VideoFrameCopyToOptions & { readonly format: 'RGBA' } = { format: 'RGBA' };

async function pixelsOf(sample: VideoSample): Promise<Frame> {
  const { width, height } = sample.visibleRect;
  const rgba = new Uint8ClampedArray(sample.allocationSize(RGBA));
  await sample.copyTo(rgba, RGBA);
  return { width, height, rgba };
}

const damaged = (file: string, cause?: unknown) => new FaultError('media-damaged', file ? { file } : {}, { cause });
