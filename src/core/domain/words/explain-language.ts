import type { FaultReason } from '../../schema/fault.ts';
import { type Explanation, type Facts, said } from './explanation.ts';

const TEXT_KEPT = 'What you wrote is kept.';

type LanguageReason = Extract<FaultReason, `language-${string}`>;

/** What a person reads when a language model does not do its part. */
export const LANGUAGE_TABLE: Record<LanguageReason, (facts: Facts) => Explanation> = {
  'language-away': ({ model, detail }) => ({
    title: 'The language model does not answer',
    happened: `${said(model, 'The language model')} cannot be reached.${detail === undefined ? '' : ` ${detail}`}`,
    kept: TEXT_KEPT,
    next: 'Start its server, or go on without it: Kinora writes by its own rules then.',
  }),
  'language-unfit': ({ model, detail }) => ({
    title: 'The answer of the language model cannot be used',
    happened: `${said(model, 'The language model')} answered, and its answer is not what was asked for.${detail === undefined || detail === '' ? '' : ` ${detail}`}`,
    kept: TEXT_KEPT,
    next: 'Try again, choose another language model, or go on without one.',
  }),
  'language-unspoken': () => ({
    title: 'Nothing here can be read aloud',
    happened: 'The text has no words that an English voice could say.',
    kept: TEXT_KEPT,
    next: 'Write it in English, in Latin letters, or record it yourself.',
  }),
};
