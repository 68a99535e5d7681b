/** Windows keeps these names for devices, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** The longest, in characters: even at four bytes each it fits every file system, with what comes behind it. */
const MOST_CHARACTERS = 60;

/**
 * A name as files can bear it, without an ending: its letters, with the marks that belong to them, and digits, of every script, in
 * lower case and with hyphens between the words. `otherwise`: where none is left, as of a smile.
 */
export function fileStem(name: string, otherwise: string): string {
  const words = name.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  const stem = [...words.join('-')].slice(0, MOST_CHARACTERS).join('').replace(/-+$/, '');
  return RESERVED.test(stem) ? `kinora-${stem}` : stem || otherwise;
}
