/** A key press, as browsers tell of it. */
export interface Press {
  /** What the key types: `n`, `N`, `?`, `ArrowLeft`. */
  readonly key: string;
  /** Where the key lies, named after a US keyboard: `KeyN`. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(name: string): boolean;
}

const MODIFIERS = new Set(['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock', 'Hyper', 'Super', 'OS']);
const WITHOUT_A_NAME = new Set(['Dead', 'Process', 'Unidentified', 'Compose']);

/** What the keys for signs type on a US keyboard, alone and with Shift. */
const SIGNS: Readonly<Record<string, string>> = {
  Comma: ',<', Period: '.>', Slash: '/?', Semicolon: ';:', Quote: '\'"', BracketLeft: '[{', BracketRight: ']}',
  Backslash: '\\|', Minus: '-_', Equal: '=+', Backquote: '`~', Digit1: '1!', Digit2: '2@', Digit3: '3#', Digit4: '4$',
  Digit5: '5%', Digit6: '6^', Digit7: '7&', Digit8: '8*', Digit9: '9(', Digit0: '0)',
};

/**
 * The names of what was pressed, to be looked for among the keys of the commands: `N`, `Shift+N`,
 * `Mod+Alt+ArrowLeft`, `?`. Mod is Ctrl or ⌘. What the key types comes first, so that a letter is where the
 * keyboard prints it. A second name, after the place of the key, comes where it types no Latin letter and
 * no sign of ASCII: the keys work under a Cyrillic, Greek or Arabic layout and with Option on a Mac.
 * Shift counts for letters and named keys alone: `?` is `?` however it is typed. None for a modifier alone.
 */
export function pressedKeys(press: Press): readonly string[] {
  const { key } = press;
  if (MODIFIERS.has(key)) return [];
  // AltGr types a sign and is no command, though Windows says Ctrl and Alt.
  if (press.getModifierState?.('AltGraph')) return key.length === 1 && !/\p{L}/u.test(key) ? [key] : [];
  const before = `${press.ctrlKey || press.metaKey ? 'Mod+' : ''}${press.altKey ? 'Alt+' : ''}`;
  return bareNames(press).map((name) => before + name);
}

function bareNames(press: Press): readonly string[] {
  const { key, shiftKey } = press;
  const shifted = (name: string): string => (shiftKey ? `Shift+${name}` : name);
  if (key === ' ') return [shifted('Space')];
  if (WITHOUT_A_NAME.has(key)) return byPlace(press);
  if ([...key].length > 1) return [shifted(key)];
  const upper = key.toUpperCase();
  const own = /\p{L}/u.test(key) ? shifted(upper.length === 1 ? upper : key) : key;
  return /^[!-~]$/.test(key) ? [own] : [own, ...byPlace(press)];
}

function byPlace({ code, shiftKey }: Press): readonly string[] {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return [shiftKey ? `Shift+${letter}` : letter];
  const sign = SIGNS[code]?.[shiftKey ? 1 : 0];
  return sign ? [sign] : [];
}

/** A key's modifiers and its last part: `Mod+Shift+Z` is Mod, Shift and Z. A lone `+` is itself. */
export function partsOf(key: string): readonly string[] {
  const parts = key.split('+').filter((part) => part !== '');
  return key.endsWith('+') ? [...parts, '+'] : parts;
}

/** Whether it is a single letter or sign: what speech input and unsteady hands may press unwillingly. */
export function isSingle(key: string): boolean {
  const parts = partsOf(key);
  return !parts.includes('Mod') && !parts.includes('Alt') && [...(parts.at(-1) ?? '')].length === 1;
}

/** Scripts whose letters keyboards print without a Latin one beside them. */
const LATIN = /^\p{Script=Latin}$/u;

/** What to remember of a press as a key of one's own: the letter that is typed where it is Latin, else the key's place. Undefined for a modifier alone. */
export function recordedKey(press: Press): string | undefined {
  const [own, byItsPlace] = pressedKeys(press);
  if (own === undefined || byItsPlace === undefined) return own;
  return LATIN.test(partsOf(own).at(-1) ?? '') && !press.altKey ? own : byItsPlace;
}
