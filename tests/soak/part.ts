export interface PartOptions {
  readonly minutes: number;
  /** How often; each part knows its own number. */
  readonly runs: number | undefined;
  readonly seed: number;
  readonly port: number;
  /** The folder of the built studio. */
  readonly site: string;
  readonly say: (line: string) => void;
}

export interface Outcome {
  /** What was done, in numbers. */
  readonly told: string;
  /** What went wrong, each in a sentence. */
  readonly wrong: readonly string[];
}

export interface Part {
  readonly name: string;
  readonly what: string;
  readonly needsStudio: boolean;
  run(options: PartOptions): Promise<Outcome>;
}
