/** Marks that last as long as the tab, for browsers that refuse even `sessionStorage`. */
export class PassingMarks implements Pick<Storage, 'getItem' | 'setItem'> {
  readonly #marks = new Map<string, string>();

  getItem(name: string): string | null {
    return this.#marks.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.#marks.set(name, value);
  }
}
