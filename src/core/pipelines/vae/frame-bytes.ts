/**
 * Writes decoded frames as RGB bytes, rows from the top.
 *
 * `planes`: `[3, frames, height · width]`, about −1 … 1; `skip` of its first frames are left out, the
 * others go to `out` from frame `at` on. Values outside are clamped and halves go to the even byte.
 */
export function writeFrames(
  out: Uint8Array,
  at: number,
  planes: Float32Array,
  frames: number,
  area: number,
  skip = 0,
): void {
  // A clamped view rounds and clamps by itself.
  const bytes = new Uint8ClampedArray(out.buffer, out.byteOffset, out.byteLength);
  const stride = frames * area;
  for (let frame = skip; frame < frames; frame += 1) {
    let to = (at + frame - skip) * area * 3;
    for (let from = frame * area, end = from + area; from < end; from += 1) {
      bytes[to] = (planes[from] as number) * 127.5 + 127.5;
      bytes[to + 1] = (planes[stride + from] as number) * 127.5 + 127.5;
      bytes[to + 2] = (planes[2 * stride + from] as number) * 127.5 + 127.5;
      to += 3;
    }
  }
}
