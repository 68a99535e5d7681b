import type { FrameRate } from '../../schema/film-time.ts';
import { type ReadPages, ScriptPages } from './script-shot.ts';
import { lengthIn } from './shot-length.ts';
import { readShotWords } from './shot-words.ts';

const NUMBERED = /^(?:(?:shot|clip|frame|panel|image|bild|plan)\s*#?\s*\d{1,5}[a-z]?\s*[:.)–—-]?|#?\d{1,5}[a-z]?(?:\s*[.):]|\s+[–—-]))\s*/i;
const BULLET = /^(?:[-*•·–—+]|\[[ x]?\])\s+/i;
const SCENE = /^(?:#{1,6}\s+(?:scene\s*\d*\s*[:.–—-]?\s*)?|scene\s+\d{1,4}[a-z]?\b\s*[:.–—-]?\s*)(.*)$/i;
const SLUG = /^(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[. ]\s*.+$/;
const SPOKEN = /^(?:dialogue?|vo|v\.o\.|voice[\s-]?over|narration|narrator|audio|caption|text)\s*[:–—-]\s*(.+)$/i;

/** Reads a plain shot list: numbered, with bullets, or one shot a line. */
export function readShotList(text: string, rate: FrameRate): ReadPages {
  const lines = text.split('\n').map((raw) => ({ raw, line: raw.replace(/\s+/g, ' ').trim() }));
  const isNumbered = lines.filter(({ line }) => NUMBERED.test(line)).length > 1 || /^(?:shot|clip)\s*#?\s*\d/im.test(text);
  const mark = isNumbered ? NUMBERED : lines.some(({ line }) => BULLET.test(line)) ? BULLET : null;
  const pages = new ScriptPages();
  for (const [i, { line }] of lines.entries()) {
    if (pages.isFull) break;
    if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(line)) continue;
    readLine(pages, line, i + 1, mark, rate);
  }
  return pages.read();
}

function readLine(pages: ScriptPages, line: string, number: number, mark: RegExp | null, rate: FrameRate): void {
  const marked = mark?.exec(line);
  const title = /^title\s*[:–—-]\s*(.+)$/i.exec(line);
  if (title && pages.scenes.length === 0) return void (pages.title = title[1] as string);
  const scene = SCENE.exec(line);
  if (scene && !marked) return pages.beginScene((scene[1] as string) || line.replace(/^#+\s*/, ''));
  if (SLUG.test(line) && !marked) return pages.beginScene(line, line);
  const before = pages.lastShot;
  if (mark && !marked) {
    if (/^[^.!?]{2,60}:$/.test(line)) return pages.beginScene(line.slice(0, -1));
    if (!before) return pages.note(number, 'before-first-shot', line);
    const words = line.replace(BULLET, '');
    const spoken = SPOKEN.exec(words);
    if (spoken) before.dialogue.push(spoken[1] as string);
    else before.prompt = `${before.prompt.replace(/[.,;]$/, '')}. ${words}`.slice(0, 1_000);
    return;
  }
  const spoken = SPOKEN.exec(line);
  if (spoken && before && !marked) return void before.dialogue.push(spoken[1] as string);
  const words = (marked ? line.slice(marked[0].length) : line).replace(BULLET, '').trim();
  const timed = lengthIn(words, rate);
  const { shot, cameraMove, rest } = readShotWords(timed.rest);
  pages.addShot({ line: number, name: '', prompt: rest || words || line, shot, cameraMove, length: timed.length, dialogue: [] });
}
