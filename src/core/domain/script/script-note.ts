import type { ScriptNote } from './script-shot.ts';

/** What was not understood of a script, as a sentence with its line. */
export function scriptNoteWords({ line, reason, text }: ScriptNote): string {
  const at = `Line ${line}`;
  switch (reason) {
    case 'before-first-shot': return `${at}: “${text}” stands before the first shot and is not one.`;
    case 'length-unreadable': return `${at}: “${text}” is no length, so the shot has a usual one.`;
    case 'column-unknown': return `${at}: nothing was taken from the column “${text}”.`;
    case 'row-empty': return `${at}: the row has no description and was left out.`;
    case 'row-total': return `${at}: “${text}” adds up the others and is no shot.`;
    case 'quote-open': return `${at}: a quotation mark is never closed, so all that follows is one field.`;
    case 'shortened': return `${at}: “${text}” was too long for a prompt and is cut off.`;
    case 'no-shots-in-scene': return `${at}: the scene “${text}” has no shots and was left out.`;
    case 'transition-left-out': return `${at}: the transition “${text}” was left out. Choose it on the timeline.`;
  }
}
