/** What is heard on a screen, or a part of it. */
export interface Place {
  readonly title: string;
  /** Places that listen at the same time; it is enough that one of two names the other. Everywhere is beside all. */
  readonly beside: readonly string[];
  readonly commands: Readonly<Record<string, { readonly name: string; readonly keys: readonly string[] }>>;
  readonly fixed: readonly { readonly keys: readonly string[]; readonly does: string }[];
}
