/**
 * A prompt made better, part by part, so that a person can take one and leave another. Each part stands where it
 * goes in the result.
 */
export interface Enhancement {
  /** The prompt as it was. With no part accepted this comes out again, sign for sign. */
  readonly before: string;
  readonly parts: readonly PromptChange[];
  /** What it becomes with all parts. */
  readonly text: string;
  /** Words for the negative prompt that keep out what this kind of model gets wrong; none where it reads no such prompt. */
  readonly negative: readonly string[];
  /** Who wrote it: Kinora's own rules, or the language model of this name. */
  readonly by: { readonly kind: 'rules' } | { readonly kind: 'model'; readonly name: string };
  /** A sentence about the whole, where something is to be said. */
  readonly note?: string;
}

export interface PromptChange {
  readonly kind: 'kept' | 'added' | 'swapped' | 'left-out';
  /** What stands there without the change, and with it. */
  readonly from: string;
  readonly to: string;
  /** A sentence for a person; empty for what is kept. */
  readonly why: string;
  /** How an addition is joined to what stands before it; `as-is`: its spaces are its own. */
  readonly join: 'as-is' | 'sentence' | 'tag';
}

/** The prompt with the parts at these places changed, and the others as they were. */
export function applyParts({ before, parts }: Pick<Enhancement, 'before' | 'parts'>, accepted: ReadonlySet<number>): string {
  if (![...accepted].some((at) => parts[at] && parts[at].kind !== 'kept')) return before;
  const text = parts.reduce((all, { from, to, join }, at) => {
    const said = accepted.has(at) ? to : from;
    return said === '' || join === 'as-is' ? all + said : joined(all, said, join);
  }, '');
  return tidy(text);
}

/** The places of all that is not kept. */
export const changesOf = ({ parts }: Pick<Enhancement, 'parts'>): number[] => parts.flatMap(({ kind }, at) => (kind === 'kept' ? [] : [at]));

/** Puts an enhancement together; its text is what its parts give. */
export const enhancementOf = (made: Omit<Enhancement, 'text'>): Enhancement => ({ ...made, text: applyParts(made, new Set(changesOf(made))) });

export const keptPart = (text: string): PromptChange => ({ kind: 'kept', from: text, to: text, why: '', join: 'as-is' });

function joined(before: string, said: string, join: 'sentence' | 'tag'): string {
  const head = before.trimEnd();
  if (head === '') return said;
  if (join === 'tag') return `${head.replace(/[,;.]+$/, '')}, ${said}`;
  return `${head.replace(/[,;:]+$/, '')}${/[.!?…。！？]["”’)]*$/.test(head) ? '' : '.'} ${said}`;
}

/** What is left where words went out: no doubled spaces or commas, none before a stop. */
const tidy = (text: string): string =>
  text.replace(/[ \t]{2,}/g, ' ').replace(/ +([,.;:!?])/g, '$1').replace(/([,;])(?:\s*[,;])+/g, '$1').replace(/^[\s,;.]+/, '').trim();
