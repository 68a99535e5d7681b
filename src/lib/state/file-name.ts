const ENDINGS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Windows keeps these names for devices, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** The longest stem, in characters: even at four bytes each it fits every file system. */
const MOST_CHARACTERS = 60;

/** A file name that every system takes, made from the prompt: `a-red-balloon-rising.mp4`. */
export function mediaFileName(prompt: string, type: string): string {
  const words = prompt.toLowerCase().normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '-');
  const stem = [...words].slice(0, MOST_CHARACTERS).join('').replace(/^-+|-+$/g, '');
  const name = RESERVED.test(stem) ? `kinora-${stem}` : stem || 'kinora';
  return `${name}.${ENDINGS[type.split(';')[0]!.trim()] ?? 'bin'}`;
}
