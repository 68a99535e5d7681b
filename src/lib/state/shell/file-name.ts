import { fileStem } from '#core/domain/words/file-stem.ts';

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

/** A file name that every system takes, made from the prompt: `a-red-balloon-rising.mp4`. */
export function mediaFileName(prompt: string, type: string): string {
  return `${fileStem(prompt, 'kinora')}.${ENDINGS[type.split(';')[0]!.trim()] ?? 'bin'}`;
}
