import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Frame } from '#core/domain/frames/frame.ts';

/** Photographs that belong to others: they are measured where a Debian package has put them, and are no part of this repository. */
const PACKAGES = [
  {
    name: 'mate-backgrounds',
    version: '1.26.0-1',
    folder: 'usr/share/backgrounds/mate/nature',
    files: {
      'Aqua.jpg': '5c301182', 'Blinds.jpg': 'f7aac0dc', 'Dune.jpg': '8a67c2cb', 'FreshFlower.jpg': '972b0a0c', 'Garden.jpg': 'd3095ee0', 'GreenMeadow.jpg': '8fa0de0a',
      'LadyBird.jpg': 'e35a9a41', 'RainDrops.jpg': '3e4ea967', 'Storm.jpg': '77ca5307', 'TwoWings.jpg': '665e5abf', 'Wood.jpg': '19c78500', 'YellowFlower.jpg': '254da962',
    },
  },
  {
    name: 'python3-skimage',
    version: '0.19.3-8',
    folder: 'usr/lib/python3/dist-packages/skimage/data',
    files: { 'astronaut.png': '88431cd9', 'chelsea.png': '596aa1e7', 'coffee.png': 'cc02f8ca', 'motorcycle_left.png': 'db18e9c4', 'rocket.jpg': 'c2dd0de7' },
  },
] as const;

/** Wider ones are brought to this width, so that what a camera blurs and JPEG spoils is mostly gone. */
const WIDTH = 512;

export interface Photograph {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly frame: Frame;
}

/** What is there below `root` (`/` where the packages are installed, or a folder they were unpacked to), and which packages are not. */
export async function findPhotographs(root: string): Promise<{ readonly found: readonly Photograph[]; readonly missing: readonly string[] }> {
  const found: Photograph[] = [];
  const missing: string[] = [];
  for (const { name, version, folder, files } of PACKAGES) {
    const there = await Promise.all(Object.entries(files).map(([file, hash]) => read(path.join(root, folder, file), hash)));
    Object.keys(files).forEach((file, i) => there[i] && found.push({ name: file, package: name, version, frame: there[i] }));
    if (!there.every(Boolean)) missing.push(`${name} ${version}`);
  }
  return { found, missing };
}

/** The picture at most `WIDTH` pixels wide, its sides multiples of four; nothing where there is another file or none. */
async function read(file: string, hash: string): Promise<Frame | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes || !createHash('sha256').update(bytes).digest('hex').startsWith(hash)) return undefined;
  const whole = sharp(bytes).removeAlpha().toColourspace('srgb').resize({ width: WIDTH, withoutEnlargement: true, kernel: 'lanczos3' });
  const { width, height } = await whole.toBuffer({ resolveWithObject: true }).then(({ info }) => info);
  const size = { width: width - (width % 4), height: height - (height % 4) };
  const rgba = await sharp(await whole.png().toBuffer()).extract({ left: 0, top: 0, ...size }).ensureAlpha().raw().toBuffer();
  return { ...size, rgba: new Uint8ClampedArray(rgba) };
}
