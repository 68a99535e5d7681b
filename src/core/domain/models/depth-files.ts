import { z } from 'zod';
import { graphAmong, isConfigOf } from './graph-files.ts';

/** What of config.json is relied upon. */
export const DepthConfig = z.object({ model_type: z.literal('depth_anything') });

/** Whether these may be the files of a model that tells how far away everything in a picture is, of Depth Anything's layout: others have files of the same names. */
export const mayTellDepth = (paths: readonly string[]): boolean => ['config.json', 'preprocessor_config.json'].every((path) => paths.includes(path)) && graphAmong(paths, 'model') !== undefined;

/** Whether a config.json is that of such a model. */
export const isDepthConfig = (text: string): boolean => isConfigOf(text, DepthConfig);
