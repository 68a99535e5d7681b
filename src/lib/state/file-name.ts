const ENDINGS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** A file name that every system takes, made from the prompt: `a-red-balloon-rising.mp4`. */
export function mediaFileName(prompt: string, type: string): string {
  const stem = prompt
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `${stem || 'kinora'}.${ENDINGS[type.split(';')[0]!.trim()] ?? 'bin'}`;
}
