/** One thing that was looked for. */
export interface Finding {
  readonly what: string;
  /** `missing`: it is not here, and work goes on without it. `broken`: it is needed, or it is here and does not work. */
  readonly state: 'works' | 'missing' | 'broken';
  /** What was found, as a sentence. */
  readonly found: string;
  /** What it allows, or what goes without it. */
  readonly allows: string;
  /** What to do about it. */
  readonly next?: string;
}

/** Bytes as people say them. */
export function sizeWords(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  return gib >= 100 ? `${Math.round(gib)} GiB` : gib >= 1 ? `${gib.toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}
