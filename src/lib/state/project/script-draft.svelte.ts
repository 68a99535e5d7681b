import { z } from 'zod';
import type { ProjectId } from '#core/schema/project-ids.ts';

const Kept = z.object({ text: z.string(), fileName: z.string() });

/** A script that a person brings, kept in this browser as it is typed until it is laid out. */
export class ScriptDraft {
  #text = $state('');
  #fileName = $state('');
  #isKept = $state(true);
  readonly #store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #key: string;

  constructor(project: ProjectId, store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage) {
    this.#store = store;
    this.#key = `kinora.script.${project}`;
    const kept = this.#read();
    if (kept) [this.#text, this.#fileName] = [kept.text, kept.fileName];
  }

  get text(): string {
    return this.#text;
  }

  /** What it was called where it came as a file; its ending tells how it is read. */
  get fileName(): string {
    return this.#fileName;
  }

  /** Whether the browser has taken it: its room for such texts is small. */
  get isKept(): boolean {
    return this.#isKept;
  }

  write(text: string, fileName = this.#fileName): void {
    [this.#text, this.#fileName] = [text, text === '' ? '' : fileName];
    try {
      if (text === '') this.#store.removeItem(this.#key);
      else this.#store.setItem(this.#key, JSON.stringify({ text, fileName: this.#fileName }));
      this.#isKept = true;
    } catch {
      // No room, or none allowed: it stays in this tab.
      this.#isKept = false;
    }
  }

  #read(): z.infer<typeof Kept> | undefined {
    try {
      return Kept.safeParse(JSON.parse(this.#store.getItem(this.#key) ?? 'null')).data;
    } catch {
      return undefined;
    }
  }
}
