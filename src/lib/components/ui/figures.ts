export { saidBytes } from '#core/domain/words/said-bytes.ts';
export { saidDuration } from '#core/domain/words/said-duration.ts';

/** A frame as timecode, HH:MM:SS:FF. `frameRate` is rounded up to whole frames a second, as timecode does. */
export function timecode(frame: number, frameRate: number): string {
  const rate = Math.max(1, Math.ceil(frameRate));
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(frame / rate);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % rate].map(two).join(':');
}

/** How long so many frames play: `2.1 s`. */
export function saidLength(frames: number, frameRate: number): string {
  return `${(frames / frameRate).toFixed(1).replace(/\.0$/, '')} s`;
}

/** A figure as it is, never rounded, with so many digits behind the point at least: 3 as `3.0`, 1.75 as `1.75`. */
export function saidFigure(value: number, digits: number): string {
  const least = value.toFixed(digits);
  return Number(least) === value ? least : String(value);
}

/** A count and its noun: `1 take`, `3 takes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The shape of a picture as film people write it, when it is a known one but for what sides are rounded by, else in its smallest whole numbers. */
export function saidShape(width: number, height: number): string {
  const known = [
    [16, 9],
    [9, 16],
    [1, 1],
    [4, 5],
    [5, 4],
    [4, 3],
    [3, 4],
    [21, 9],
  ] as const;
  const near = known.find(([w, h]) => Math.abs(width / height / (w / h) - 1) < 0.015);
  if (near) return near.join(' : ');
  const divisor = common(width, height);
  return `${width / divisor} : ${height / divisor}`;
}

function common(a: number, b: number): number {
  return b === 0 ? a : common(b, a % b);
}
