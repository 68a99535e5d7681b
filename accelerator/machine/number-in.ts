/** A number as the tools of graphics cards write it; undefined for `[N/A]`, `[Not Supported]`, words and commas. */
export function numberIn(text: unknown): number | undefined {
  const written = typeof text === 'number' ? String(text) : typeof text === 'string' ? text.trim() : '';
  return /^\d{1,15}(\.\d{1,6})?$/.test(written) ? Number(written) : undefined;
}

/** Per cent as a part of 1; undefined where it is none. */
export function partIn(text: unknown): number | undefined {
  const percent = numberIn(text);
  return percent === undefined || percent > 100 ? undefined : percent / 100;
}

/** The entries of an object that have a value. */
export function withoutGaps<Shape extends object>(shape: { [Key in keyof Shape]: Shape[Key] | undefined }): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}
