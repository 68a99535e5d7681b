/** Whether an If-None-Match header says that the asker has these bytes. */
export const isKnownAlready = (asked: string | undefined, etag: string): boolean =>
  asked?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) ?? false;
