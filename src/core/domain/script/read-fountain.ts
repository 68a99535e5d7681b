import type { FrameRate } from '../../schema/film-time.ts';
import { type ReadPages, ScriptPages } from './script-shot.ts';
import { lengthIn } from './shot-length.ts';
import { readShotWords } from './shot-words.ts';

const HEADING = /^(?:(?:INT\.?\/EXT|EXT\.?\/INT|I\/E|INT|EXT|EST)(?:\.| |$)\s*)/i;
const TRANSITION = /^(?:>[^<]*|(?:FADE (?:TO BLACK|OUT|IN)|CUT TO BLACK)[.:]?|[^a-z]+ TO:)$/;
const TITLE_KEY = /^(title|credit|authors?|source|notes|draft date|date|contact|copyright|revision)\s*:/i;

/** Whether a text reads like a screenplay. */
export const isFountain = (text: string): boolean => /^\s*(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[. ]\s*\S/m.test(text);

/**
 * Reads a screenplay in Fountain (https://fountain.io/syntax): a scene heading is a scene, a paragraph of
 * action a shot; what is said goes with the shot before it. Read line by line, as a file from a stranger
 * must not hold the studio up, and as each shot is to know its line.
 */
export function readFountain(text: string, rate: FrameRate): ReadPages {
  const reader = new FountainReader(rate);
  const lines = withoutBoneyard(text).split('\n');
  let from = 0;
  while (from < lines.length && !reader.pages.isFull) {
    let to = from;
    while (to < lines.length && (lines[to] as string).trim() !== '') to += 1;
    if (to > from) reader.readBlock(lines.slice(from, to).map((line) => line.trim()), from + 1);
    from = to + 1;
  }
  reader.end();
  return reader.pages.read();
}

/** What is commented out, as many lines as it was. */
function withoutBoneyard(text: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('/*', at);
    const close = open < 0 ? -1 : text.indexOf('*/', open + 2);
    if (close < 0) return kept + text.slice(at);
    kept += text.slice(at, open) + '\n'.repeat(text.slice(open, close).split('\n').length - 1);
    at = close + 2;
  }
}

class FountainReader {
  readonly pages = new ScriptPages();
  readonly #rate: FrameRate;
  #heading: { readonly text: string; readonly line: number } | null = null;
  #inTitle = true;

  constructor(rate: FrameRate) {
    this.#rate = rate;
  }

  /** Reads lines between two empty ones. `line`: the number of the first. */
  readBlock(lines: readonly string[], line: number): void {
    const [first] = lines as [string];
    if (this.#inTitle && TITLE_KEY.test(first)) return this.#readTitle(lines);
    this.#inTitle = false;
    if (/^={1,}/.test(first) || /^\[\[/.test(first)) return;
    if (/^#+/.test(first)) return this.#rest(lines, line);
    if (HEADING.test(first) || /^\.[^.]/.test(first)) {
      this.#begin(first.replace(/^\./, '').replace(/\s*#[^#]*#\s*$/, ''), line);
      return this.#rest(lines, line);
    }
    if (/^>.*<$/.test(first)) return this.#rest(lines, line);
    if (TRANSITION.test(first)) {
      if (!/^>?\s*CUT TO/.test(first)) this.pages.note(line, 'transition-left-out', first.replace(/^>\s*/, ''));
      return this.#rest(lines, line);
    }
    if (lines.length > 1 && (/^@/.test(first) || (isCue(first) && !first.startsWith('!')))) return this.#speak(first, lines.slice(1), line);
    if (lines.every((one) => one.startsWith('~'))) return this.pages.sing(lines.map((one) => unmarked(one.slice(1))));
    this.#act(lines.map((one) => one.replace(/^[!~]/, '')).join(' '), line);
  }

  end(): void {
    this.#closeScene();
  }

  #rest(lines: readonly string[], line: number): void {
    if (lines.length > 1) this.readBlock(lines.slice(1), line + 1);
  }

  #readTitle(lines: readonly string[]): void {
    const at = lines.findIndex((one) => /^title\s*:/i.test(one));
    const own = lines[at]?.replace(/^title\s*:\s*/i, '') || lines[at + 1];
    if (at >= 0 && own) this.pages.title = unmarked(own);
    this.#inTitle = false;
  }

  #begin(text: string, line: number): void {
    this.#closeScene();
    this.#heading = { text, line };
    this.pages.beginScene(unmarked(text), placeOf(unmarked(text)));
  }

  #closeScene(): void {
    if (this.#heading && this.pages.scenes.at(-1)?.shots.length === 0) this.pages.note(this.#heading.line, 'no-shots-in-scene', this.#heading.text);
  }

  #act(said: string, line: number): void {
    const words = unmarked(said);
    if (!/[\p{L}\p{N}]/u.test(words)) return;
    const timed = lengthIn(words, this.#rate);
    const { shot, cameraMove, rest } = readShotWords(timed.rest);
    this.pages.addShot({ line, name: '', prompt: rest || words, shot, cameraMove, length: timed.length, dialogue: [] });
  }

  #speak(cue: string, lines: readonly string[], line: number): void {
    const who = named(cue.replace(/^@/, '').replace(/\^$/, '').replace(/\s*\([^)]*\)?/g, '').trim());
    const said = unmarked(lines.filter((one) => !/^\(.*\)$/.test(one)).map((one) => one.replace(/^~/, '')).join(' '));
    if (who && !this.pages.cast.includes(who) && this.pages.cast.length < 40) this.pages.cast.push(who);
    const inScene = this.pages.scenes.at(-1)?.shots.at(-1);
    if (!inScene) this.pages.addShot({ line, name: '', prompt: `${who || 'Somebody'} speaks`, shot: null, cameraMove: null, length: null, dialogue: [] });
    if (said) this.pages.lastShot?.dialogue.push(`${who.toUpperCase()}: ${said}`);
  }
}

/** A name in capitals stands over what is said. */
const isCue = (line: string): boolean => line.length < 60 && /\p{Lu}/u.test(line) && !/\p{Ll}/u.test(line.replace(/\([^)]*\)?/g, '')) && !/[.!?:]$/.test(line);

/** Without marks of emphasis and notes. */
const unmarked = (text: string): string => text.replace(/\[\[[^\]]*\]\]/g, '').replace(/(?<![\\\p{L}\p{N}])[*_]+(?=\S)|(?<=\S)[*_]+(?![\p{L}\p{N}])/gu, '').replace(/\s+/g, ' ').trim();

/** "INT. KITCHEN - NIGHT" as words for a prompt: "kitchen, night". */
const placeOf = (heading: string): string => heading.replace(HEADING, '').trim().toLowerCase().replace(/\s+[-–—]+\s+/g, ', ');

/** "OLD MAN" as a name: "Old Man". */
const named = (cue: string): string => (/\p{Ll}/u.test(cue) ? cue : cue.toLowerCase().replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase())).slice(0, 80);
