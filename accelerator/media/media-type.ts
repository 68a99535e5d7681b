/** How many bytes of a file must be looked at. */
export const HEAD_BYTES = 12;

/** What its first bytes say that a file is, whatever its sender calls it; nothing that a browser would run. */
export function mediaType(head: Uint8Array): string {
  const says = (text: string, at = 0): boolean => [...text].every((letter, i) => head[at + i] === letter.charCodeAt(0));
  if (says('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (says('\xff\xd8\xff')) return 'image/jpeg';
  if (says('GIF8')) return 'image/gif';
  if (says('RIFF') && says('WEBP', 8)) return 'image/webp';
  if (says('ftypM4A', 4)) return 'audio/mp4';
  if (says('ftyp', 4)) return 'video/mp4';
  if (says('\x1a\x45\xdf\xa3')) return 'video/webm';
  if (says('RIFF') && says('WAVE', 8)) return 'audio/wav';
  if (says('OggS')) return 'audio/ogg';
  if (says('fLaC')) return 'audio/flac';
  // With an entry in it: the pictures of a film.
  if (says('PK\x03\x04')) return 'application/zip';
  // MPEG audio: with a tag before it, or eleven bits set and the third layer.
  if (says('ID3') || (head[0] === 0xff && (head[1]! & 0xe6) === 0xe2)) return 'audio/mpeg';
  return 'application/octet-stream';
}
