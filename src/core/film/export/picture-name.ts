/** What the frame of a film is called as a picture of its own: numbered from 1 with as many digits as the last one needs, four at least. */
export const pictureName = (index: number, count: number): string => `${String(index + 1).padStart(Math.max(4, String(count).length), '0')}.png`;
