import { AvFrameVideoSampleResource } from '@mediabunny/server';
import { VideoSample } from 'mediabunny';
import { AV_PIX_FMT_RGBA, AVCOL_RANGE_JPEG, AVCOL_SPC_BT709, AVCOL_SPC_RGB, AVCOL_SPC_SMPTE170M, AVCOL_SPC_UNSPECIFIED, Frame, SoftwareScaleContext } from 'node-av';
import { colourSpaceFor } from '#core/film/colour.ts';

/**
 * Has decoded frames become red, green and blue as their mark says, and without one as players take them, by their height
 * (decision 0089). The library's own way (1.59) takes all for BT.601, also what is marked as BT.709.
 */
export function respectColours(): void {
  // Without sizes and formats of its own it goes by what the frames say, colours included. One for all, which therefore works
  // on one frame at a time: what it holds is given back by the collector alone, and of one for each frame there was a gigabyte.
  const scaler = new SoftwareScaleContext();
  scaler.allocContext();
  AvFrameVideoSampleResource.prototype.toRgbSample = async function (init) {
    const { frame } = this;
    const { width, height } = frame;
    if (frame.colorSpace === AVCOL_SPC_UNSPECIFIED) frame.colorSpace = colourSpaceFor(height).matrix === 'bt709' ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    const rgb = new Frame();
    rgb.alloc();
    Object.assign(rgb, { width, height, format: AV_PIX_FMT_RGBA, colorSpace: AVCOL_SPC_RGB, colorRange: AVCOL_RANGE_JPEG });
    rgb.allocBuffer();
    scaler.scaleFrameSync(rgb, frame);
    rgb.sampleAspectRatio = frame.sampleAspectRatio;
    return new VideoSample(new AvFrameVideoSampleResource(rgb), init);
  };
}
