import type { CameraMove, ShotSize } from '../../schema/shot.ts';

/** What a text says of the camera, and the text without it. */
export interface ShotReading {
  readonly shot: ShotSize | null;
  readonly cameraMove: CameraMove | null;
  readonly rest: string;
}

/** Short forms are read in capitals only: "ms" may be milliseconds, "ws" anything. */
const SIZES: readonly (readonly [ShotSize, RegExp])[] = [
  ['extreme-close-up', /\b(?:extreme|very|tight|big)[\s-]+close[\s-]?ups?\b|\b(?:ECU|XCU|BCU)\b|\bmacro shot\b/],
  ['extreme-wide', /\bextreme(?:ly)?[\s-]+(?:wide|long)(?:[\s-]+(?:shot|angle))?\b|\b(?:EWS|XWS|ELS|XLS|VWS)\b/],
  ['medium-close-up', /\bmedium[\s-]+close(?:[\s-]?ups?|[\s-]+shot)?\b|\bMCU\b|\bhead and shoulders\b/],
  ['close-up', /\bclose[\s-]?ups?\b|\bclose[\s-]+shot\b|\b(?:CU|CS)\b|\binsert shot\b/],
  ['full', /\bfull(?:[\s-]+body)?[\s-]+shot\b|\b(?:FS)\b|\bmedium[\s-]+(?:wide|long|full)(?:[\s-]+shot)?\b|\b(?:MWS|MLS|MFS)\b|\bcowboy shot\b/],
  ['medium', /\b(?:medium|mid)[\s-]*shot\b|\b(?:MS|2S|OTS)\b|\btwo[\s-]shot\b|\bover[\s-]the[\s-]shoulder(?: shot)?\b/],
  ['wide', /\b(?:wide|long|establishing|master)[\s-]+(?:shot|angle)\b|\b(?:WS|LS|EST)\b|\bestablishing\b/],
];

const MOVES: readonly (readonly [CameraMove, RegExp])[] = [
  ['pan-left', /\b(?:slow )?pan(?:s|ning)?(?: to)?(?: the)? left\b/],
  ['pan-right', /\b(?:slow )?pan(?:s|ning)?(?: to)?(?: the)? right\b/],
  ['tilt-up', /\btilt(?:s|ing)? up(?:wards?)?\b/],
  ['tilt-down', /\btilt(?:s|ing)? down(?:wards?)?\b/],
  ['zoom-in', /\b(?:slow )?zoom(?:s|ing)?[\s-]in\b/],
  ['zoom-out', /\b(?:slow )?zoom(?:s|ing)?[\s-]out\b/],
  ['dolly-in', /\b(?:doll(?:y|ies|ying)|push(?:es|ing)?|track(?:s|ing)?|truck(?:s|ing)?)[\s-](?:in|forwards?|closer)\b/],
  ['dolly-out', /\b(?:doll(?:y|ies|ying)|pull(?:s|ing)?|track(?:s|ing)?)[\s-](?:out|backwards?|back)\b/],
  ['truck-left', /\b(?:truck|track|dolly|crab)(?:s|ing)?(?: to)?(?: the)? left\b/],
  ['truck-right', /\b(?:truck|track|dolly|crab)(?:s|ing)?(?: to)?(?: the)? right\b/],
  ['crane-up', /\b(?:crane|boom|jib|pedestal)(?:s|ing)? up\b/],
  ['crane-down', /\b(?:crane|boom|jib|pedestal)(?:s|ing)? down\b/],
  ['orbit-left', /\b(?:orbit|arc)(?:s|ing)?(?: to)?(?: the)? left\b/],
  ['orbit-right', /\b(?:orbit|arc)(?:s|ing)?(?: to)?(?: the)? right\b|\b(?:orbit(?:s|ing)?|arc shot)\b/],
  ['handheld', /\bhand[\s-]?held(?: camera)?\b|\bshaky cam\b/],
  ['static', /\b(?:static|fixed|locked)[\s-](?:camera|shot)\b|\bstatic\b(?=\s*(?:$|[,.;)\]–—\u0000]))|\block(?:ed)?[\s-]off\b|\bon (?:a )?tripod\b/],
];

const isShort = /^[A-Z\d]{2,3}$/;

/** Finds a name of a table in a text. Long names in any case, short ones as capitals. */
function find<Value>(table: readonly (readonly [Value, RegExp])[], text: string): { value: Value; start: number; end: number } | undefined {
  for (const [value, words] of table) {
    for (const match of text.matchAll(new RegExp(words.source, 'gi'))) {
      const named = match[0];
      if (isShort.test(named.toUpperCase()) && named !== named.toUpperCase()) continue;
      return { value, start: match.index, end: match.index + named.length };
    }
  }
  return undefined;
}

/** Reads shot size and camera move out of a shot's words, as film people write them: "CU – a hand, dolly in". */
export function readShotWords(text: string): ShotReading {
  const size = find(SIZES, text);
  const move = find(MOVES, size ? `${text.slice(0, size.start)}${' '.repeat(size.end - size.start)}${text.slice(size.end)}` : text);
  let rest = text;
  for (const { start, end } of [size, move].flatMap((one) => one ?? []).sort((a, b) => b.start - a.start)) rest = `${rest.slice(0, start)}\u0000${rest.slice(end)}`;
  return { shot: size?.value ?? null, cameraMove: move?.value ?? null, rest: tidied(rest) };
}

/** Takes away what stood around the words that were taken out: brackets, dashes, "on", "of". */
const tidied = (text: string): string =>
  text
    .replace(/[([]\s*\u0000(?:[\s,;/&+-]*\u0000)*\s*[)\]]/g, '\u0000')
    .replace(/\u0000(?:[\s,;/&+–—-]*\u0000)+/g, '\u0000')
    .replace(/^[\s–—:,.;-]*\u0000\s*(?:[–—:,.;-]+\s*)?(?:(?:on|of)\s+(?=\S))?/, '')
    .replace(/\s*[–—,;:-]?\s*\u0000\s*[.]?\s*$/, '')
    .replace(/\s*[,;]?\s*\u0000\s*/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
