import { fromUtf8 } from '../../domain/bytes/text-bytes.ts';
import type { FolderFiles } from '../runtime.ts';

/** The head of a model's card is at its beginning, in bytes. */
const LOOKED_AT = 10_000;
/** What SPDX says where nothing is known of a licence. */
const UNKNOWN = 'NOASSERTION';

/** The licence that the head of a folder's README.md states, as the hub writes it: `license: apache-2.0`, or `other` with a name. */
export async function readLicence(files: FolderFiles): Promise<string> {
  if ((await files.size('README.md')) === undefined) return UNKNOWN;
  let text: string;
  try {
    text = fromUtf8(await files.part('README.md', 0, LOOKED_AT));
  } catch {
    return UNKNOWN;
  }
  const head = /^---\r?\n(.*?)\r?\n---/s.exec(text)?.[1] ?? '';
  const said = (key: string) => new RegExp(`^${key}: *['"]?([\\w.+-]{1,60})['"]? *$`, 'm').exec(head)?.[1];
  const [licence, name] = [said('license'), said('license_name')];
  return licence === 'other' ? (name ?? UNKNOWN) : (licence ?? UNKNOWN);
}
