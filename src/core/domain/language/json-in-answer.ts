/**
 * The JSON value in a model's answer: models put it into a fenced block, think aloud before it, or say a
 * sentence around it. Undefined where there is none that is whole.
 */
export function jsonInAnswer(answer: string): unknown {
  const text = answer.slice(answer.lastIndexOf(THOUGHT) < 0 ? 0 : answer.lastIndexOf(THOUGHT) + THOUGHT.length).trim();
  const whole = parsed(text);
  if (whole !== undefined) return whole;
  for (const [at, part] of text.split('```').entries()) {
    // Every second part stands within a fence; its first line may name the language.
    const value = at % 2 === 1 ? parsed(part.replace(/^[a-z]+\b/i, '')) : undefined;
    if (value !== undefined) return value;
  }
  const start = text.search(/[[{]/);
  const end = start < 0 ? -1 : endOfValue(text, start);
  return end < 0 ? undefined : parsed(text.slice(start, end));
}

/** Where thinking aloud ends. */
const THOUGHT = '</think>';

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the value that begins at `start` is closed again, beyond its last sign; -1 where it breaks off. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let inText = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at] as string;
    if (inText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if ((sign === '}' || sign === ']') && --depth === 0) return at + 1;
  }
  return -1;
}
