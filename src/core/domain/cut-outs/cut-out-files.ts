import { z } from 'zod';
import { graphAmong, isConfigOf } from '../models/graph-files.ts';

/** The graph of MODNet's layout. */
export const CUT_OUT_GRAPHS = ['model'] as const;

/** What of config.json is relied upon. */
export const CutOutConfig = z.object({ model_type: z.literal('modnet') });

/** Whether these may be the files of a model that tells subject from ground, of MODNet's layout: others have files of the same names. */
export const mayCutOut = (paths: readonly string[]): boolean => ['config.json', 'preprocessor_config.json'].every((path) => paths.includes(path)) && graphAmong(paths, 'model') !== undefined;

/** Whether a config.json is that of such a model. */
export const isCutOutConfig = (text: string): boolean => isConfigOf(text, CutOutConfig);
