/** The cache that holds the files of models; all others hold the app itself. */
export const MODEL_CACHE = 'kinora-models';
