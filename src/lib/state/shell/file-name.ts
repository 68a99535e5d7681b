/** What the files of LoRAs are called: safetensors has no MIME type of its own. */
const LORA_TYPE = 'application/octet-stream';

const ENDINGS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'image/gif': 'gif',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
  [LORA_TYPE]: 'safetensors',
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
