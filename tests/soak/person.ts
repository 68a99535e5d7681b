import type { Page } from 'playwright';
import type { Action, Place } from './action.ts';
import { BOARD_ACTIONS } from './board-actions.ts';
import type { Random } from './random.ts';

/** How long an answer of the page is waited for, in milliseconds. */
const ANSWER_MS = 20_000;

const button = (place: Place, name: string, weight: number, label: RegExp): Action => ({
  place, name, weight, run: (person) => person.press(label),
});

const inMenu = (name: string, weight: number, item: RegExp): Action => ({
  place: 'Queue', name, weight, run: (person) => person.choose(item),
});

/** What a person does in the studio, each by the control that is there for it. */
export const ACTIONS: readonly Action[] = [
  { place: 'Create', name: 'type', weight: 6, run: (person) => person.type() },
  { place: 'Create', name: 'generate', weight: 5, run: (person) => person.generate(1) },
  { place: 'Create', name: 'generate many', weight: 2, run: (person) => person.generate(4) },
  button('Create', 'one take more', 0.5, /^One take more$/),
  button('Create', 'one take fewer', 1, /^One take fewer$/),
  button('Queue', 'pause', 3, /^Pause: /),
  button('Queue', 'go on', 4, /^Go on: /),
  button('Queue', 'cancel', 2, /^Cancel: /),
  button('Queue', 'remove', 2, /^Remove from the list: /),
  button('Queue', 'say yes', 3, /^Yes, try it again$/),
  button('Queue', 'clear finished', 0.5, /^Clear finished$/),
  button('Queue', 'cancel all', 0.2, /^Cancel all in line$/),
  button('Queue', 'pause all', 1, /^Pause all$/),
  button('Queue', 'all go on', 3, /^Go on$/),
  { place: 'Queue', name: 'move', weight: 5, run: (person) => person.move() },
  {
    place: 'Queue', name: 'duplicate', weight: 2,
    run: async (person) => {
      const chosen = await person.choose(/^Duplicate/);
      person.jobsWanted += Number(chosen);
      return chosen;
    },
  },
  inMenu('set a priority', 3, /^(High|Normal|Low) priority$/),
  inMenu('try again', 1, /^Try again$/),
  button('Gallery', 'favourite', 4, /^Favourite$/),
  button('Gallery', 'rate', 4, /^[1-5] stars?$/),
  { place: 'Gallery', name: 'rename', weight: 4, run: (person) => person.rename() },
  { place: 'Gallery', name: 'to the bin', weight: 1, run: (person) => person.bin() },
  { place: 'Settings', name: 'theme', weight: 1, run: (person) => person.check(/^(System|Dark|Light)$/) },
  ...BOARD_ACTIONS,
];

/** The film that is worked on: it is made by whoever comes to the board first, and kept for all. */
export interface Film {
  id?: string;
}

/**
 * Works in one tab. Every text that is typed bears a number that no other bears, and that only grows:
 * so that it can be told later which of them came through.
 */
export class Person {
  readonly page: Page;
  readonly #random: Random;
  readonly #next: () => number;
  readonly #film: Film;
  /** How often each action was done. */
  readonly done = new Map<string, number>();
  /** How many jobs were asked for. */
  jobsWanted = 0;
  #place: Place | undefined;

  constructor(page: Page, random: Random, next: () => number, film: Film = {}) {
    this.page = page;
    this.#random = random;
    this.#next = next;
    this.#film = film;
  }

  /** Opens the studio and waits until it can be worked with. */
  async arrive(url: string): Promise<void> {
    await this.page.goto(url);
    await this.#settle();
  }

  /** Returns to the studio from the page after it. */
  async comeBack(): Promise<void> {
    await this.page.goBack({ waitUntil: 'commit' });
    await this.#settle();
  }

  /** Does one thing, mostly where it is. */
  async act(actions: readonly Action[] = ACTIONS): Promise<string | undefined> {
    const here = actions.filter(({ place }) => place === this.#place);
    const among = here.length > 0 && this.#random.chance(0.75) ? here : actions;
    const action = this.#weighted(among);
    await this.go(action.place);
    if (!(await action.run(this))) return undefined;
    this.done.set(action.name, (this.done.get(action.name) ?? 0) + 1);
    return action.name;
  }

  async go(place: Place): Promise<void> {
    if (this.#place === place) return;
    await this.#follow({ Create: '/', Queue: '/queue', Gallery: '/gallery', Settings: '/settings', Board: '/projects' }[place]);
    if (place === 'Board') await this.#openBoard();
    this.#place = place;
    if (place === 'Gallery') await this.page.locator('a[data-take], .gallery h2').first().waitFor({ timeout: ANSWER_MS });
  }

  /** Presses one of the buttons of that name, or chooses one of the entries of that name in a menu. */
  press(label: RegExp): Promise<boolean> {
    return this.page.evaluate(pressOne, { label: label.source, chance: this.#random.next() });
  }

  /** Chooses an entry in the menu of one of the jobs; false where the menu went with its job. */
  async choose(item: RegExp): Promise<boolean> {
    if (!(await this.press(/^Actions: /))) return false;
    const menu = this.page.locator('[role="menu"]').first();
    try {
      await menu.waitFor({ timeout: ANSWER_MS / 4 });
    } catch (error) {
      if ((await menu.count()) > 0) throw error;
      return false;
    }
    const chosen = await this.press(item);
    if (!chosen) await this.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached', timeout: ANSWER_MS });
    return chosen;
  }

  check(label: RegExp): Promise<boolean> {
    return this.page.evaluate(checkOne, { label: label.source, chance: this.#random.next() });
  }

  async type(): Promise<boolean> {
    const prompt = this.page.getByRole('textbox', { name: 'Prompt', exact: true });
    await prompt.fill(`${this.#random.pick(SENTENCES)}, ${this.#next()}`, { timeout: ANSWER_MS });
    // The rest letter by letter, so that an end can come between two of them.
    for (const letter of ' by day'.slice(0, this.#random.between(0, 7))) await this.page.keyboard.type(letter);
    return true;
  }

  async generate(count: number): Promise<boolean> {
    await this.type();
    for (let i = 0; i < count; i += 1) {
      const takes = await this.page.evaluate(() => Number(/Generate (\d+) takes/.exec(document.body.innerText)?.[1] ?? 1));
      if (!(await this.press(/^Generate/))) return false;
      this.jobsWanted += takes;
    }
    return true;
  }

  /** Moves a job that waits, by keys. */
  move(): Promise<boolean> {
    return this.key('[role="row"][data-in-line]', this.#random.pick(['ArrowUp', 'ArrowDown', 'Home', 'End']), { altKey: true });
  }

  /** Presses a key on one of the elements that are found; false where there are none. */
  key(selector: string, key: string, held: { altKey?: true; shiftKey?: true; ctrlKey?: true } = {}): Promise<boolean> {
    return this.page.evaluate(pressOn, { selector, key, held, chance: this.#random.next() });
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return this.#random.pick(values);
  }

  /** Replaces what a field says by a sentence with the next number. */
  async write(field: string): Promise<void> {
    await this.page.getByRole('textbox', { name: field, exact: true }).fill(`${this.#random.pick(SENTENCES)}, ${this.#next()}`, { timeout: ANSWER_MS / 2 });
  }

  async rename(): Promise<boolean> {
    if (!(await this.press(/^Rename$/))) return false;
    const field = this.page.getByRole('textbox', { name: 'Name of the take' });
    try {
      await field.fill(`Shot ${this.#next()}`, { timeout: ANSWER_MS });
      await field.press('Enter', { timeout: ANSWER_MS });
    } catch (error) {
      // Another tab may have put the take into the bin meanwhile.
      if ((await field.count()) > 0) throw error;
      return false;
    }
    return true;
  }

  /** Puts a take into the bin, by its key. */
  bin(): Promise<boolean> {
    return this.key('a[data-take]', 'Delete');
  }

  async #follow(path: string): Promise<void> {
    await this.page.evaluate((href) => document.querySelector<HTMLElement>(`nav a[href="${href}"]:not(.mark)`)!.click(), path);
    await this.page.waitForURL((url) => url.pathname === path, { timeout: ANSWER_MS });
  }

  async #openBoard(): Promise<void> {
    if (this.#film.id) {
      await this.page.locator(`main a[href$="/projects/${this.#film.id}"]`).first().click({ timeout: ANSWER_MS });
    } else {
      await this.page.getByRole('button', { name: 'New project' }).first().click({ timeout: ANSWER_MS });
      await this.check(/^Short film/);
      await this.page.getByRole('button', { name: 'Make the project' }).click({ timeout: ANSWER_MS });
    }
    await this.page.waitForURL(/\/projects\/[\w-]+(\/brief)?$/, { timeout: ANSWER_MS });
    this.#film.id = new URL(this.page.url()).pathname.split('/')[2]!;
    await this.page.getByRole('link', { name: 'Board', exact: true }).first().click({ timeout: ANSWER_MS });
    await this.page.locator('[data-cell], .empty h2').first().waitFor({ timeout: ANSWER_MS });
  }

  async #settle(): Promise<void> {
    await this.page.locator('button:enabled', { hasText: /^\s*Generate/ }).waitFor({ timeout: 60_000 });
    this.#place = 'Create';
  }

  #weighted(actions: readonly Action[]): Action {
    let left = this.#random.next() * actions.reduce((sum, { weight }) => sum + weight, 0);
    return actions.find(({ weight }) => (left -= weight) < 0) ?? actions.at(-1)!;
  }
}

/** Words that the model knows. */
const SENTENCES = ['a red ball rising over the sea', 'a white boat by night', 'a yellow star over the mountains', 'a green tree in the snow'] as const;

function pressOne({ label, chance }: { label: string; chance: number }): boolean {
  const names = new RegExp(label);
  const named = [...document.querySelectorAll<HTMLElement>('button:enabled, [role="menuitem"], [role="menuitemradio"]')].filter((element) =>
    names.test((element.getAttribute('aria-label') ?? element.textContent ?? '').trim()),
  );
  const chosen = named[Math.floor(chance * named.length)];
  chosen?.click();
  return chosen !== undefined;
}

function pressOn({ selector, key, held, chance }: { selector: string; key: string; held: object; chance: number }): boolean {
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  const chosen = found[Math.floor(chance * found.length)];
  chosen?.focus();
  chosen?.dispatchEvent(new KeyboardEvent('keydown', { key, ...held, bubbles: true, cancelable: true }));
  return chosen !== undefined;
}

function checkOne({ label, chance }: { label: string; chance: number }): boolean {
  const names = new RegExp(label);
  const radios = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter((radio) =>
    [...(radio.labels ?? [])].some((text) => names.test(text.textContent?.trim() ?? '')),
  );
  const chosen = radios[Math.floor(chance * radios.length)];
  chosen?.click();
  return chosen !== undefined;
}
