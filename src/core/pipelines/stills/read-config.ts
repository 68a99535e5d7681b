import type { z } from 'zod';
import { FaultError } from '../../schema/fault.ts';
import { parseJson } from '../model-folder.ts';
import type { FolderFiles } from '../runtime.ts';

/** Far more than any description of a model has, in bytes. */
const LARGEST_CONFIG = 1_000_000;

/**
 * What a JSON file says, checked; undefined where there is no such file. Throws FaultError `model-manifest-invalid`
 * with the first thing that is wrong; a file that is too long is not even read.
 */
export async function readConfig<Value>(files: FolderFiles, file: string, schema: z.ZodType<Value>, most = LARGEST_CONFIG): Promise<Value | undefined> {
  const bytes = await files.size(file);
  if (bytes === undefined) return undefined;
  if (bytes > most) throw descriptionFault(file, 'it is far too long');
  const parsed = schema.safeParse(parseJson(file, await files.read(file)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw descriptionFault(file, issue ? `${issue.path.join('.')}: ${issue.message}` : 'it does not fit');
}

export const descriptionFault = (file: string, problem: string, cause?: unknown): FaultError =>
  new FaultError('model-manifest-invalid', { file, problem }, { cause });
