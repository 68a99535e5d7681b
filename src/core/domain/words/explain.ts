import type { Fault, FaultReason } from '../../schema/fault.ts';
import { ACCELERATOR_TABLE } from './explain-accelerator.ts';
import { BACKUP_TABLE } from './explain-backup.ts';
import { GIVEN_TABLE } from './explain-given.ts';
import { LANGUAGE_TABLE } from './explain-language.ts';
import { MODELS_TABLE } from './explain-models.ts';
import { madeBy } from './mode-words.ts';
import { type Explanation, type Facts, megabytes, NOTHING_CHANGED, REQUEST_KEPT, said } from './explanation.ts';
import type { Broken } from '../measure/looks-broken.ts';
import { BROKEN_WORDS } from './broken-words.ts';

const NOTHING_LOST = 'Everything you made before is still there.';
const MODEL_AGAIN = 'Install or download the model again.';

/**
 * One sentence set for each reason. The facts that a sentence can use stand in it by name; those that
 * are not given are passed over, so an older or shorter fault still reads well.
 */
const TABLE: Record<FaultReason, (facts: Facts) => Explanation> = {
  cancelled: () => ({
    title: 'Cancelled',
    happened: 'The work was stopped.',
    kept: REQUEST_KEPT,
    next: 'Generate again whenever you like.',
  }),
  'prompt-empty': () => ({
    title: 'The prompt is empty',
    happened: 'There are no words to make a picture from.',
    kept: REQUEST_KEPT,
    next: 'Say what should be seen, for example: a red balloon rising over the sea at sunset.',
  }),
  'prompt-too-long': ({ length, limit }) => ({
    title: 'The prompt is too long',
    happened: `The prompt has ${said(length, 'too many')} characters${limit === undefined ? '' : `; ${limit} fit`}.`,
    kept: REQUEST_KEPT,
    next: 'Shorten it and try again.',
  }),
  'prompt-unknown-words': ({ words, suggestions }) => ({
    title: 'The model knows none of these words',
    happened: words === undefined ? 'The model knows no word of the prompt.' : `The model does not know: ${words}.`,
    kept: REQUEST_KEPT,
    next: suggestions
      ? `Try words it knows, for example: ${suggestions}.`
      : 'Use words it knows: a subject, a colour, a motion, a place, a time of day.',
  }),
  'mode-not-supported': ({ mode, model, allowed }) => ({
    title: 'This model cannot do that',
    happened: `${said(model, 'The model')} makes no ${madeBy(mode) ?? 'such thing'}.`,
    kept: REQUEST_KEPT,
    next: `${allowed ? `It makes ${String(allowed).split(', ').map((each) => madeBy(each) ?? each).join(', ')}. ` : ''}Choose another model or mode.`,
  }),
  'first-picture-missing': () => ({
    title: 'The first picture is missing',
    happened: 'This mode starts from a picture, and none was given.',
    kept: REQUEST_KEPT,
    next: 'Add the first picture.',
  }),
  'last-picture-missing': () => ({
    title: 'The last picture is missing',
    happened: 'This mode goes from one picture to another, and the last one was not given.',
    kept: REQUEST_KEPT,
    next: 'Add the last picture, or leave it out and use the first alone.',
  }),
  'option-invalid': ({ option, given, allowed }) => ({
    title: 'A setting is out of range',
    happened: `${said(option, 'A setting')} cannot be ${given === undefined ? 'this' : given}.`,
    kept: REQUEST_KEPT,
    next: allowed === undefined ? 'Choose another value.' : `Allowed: ${allowed}.`,
  }),
  'model-not-found': ({ model, folder }) => ({
    title: 'The model is not there',
    happened: `${said(model, 'The model')} was not found${folder === undefined ? '' : ` in ${folder}`}.`,
    kept: NOTHING_LOST,
    next: folder === undefined ? 'Check its name, or fetch it under Models.' : 'Check the folder, or install the model.',
  }),
  'model-manifest-invalid': ({ file, problem }) => ({
    title: 'The model description cannot be used',
    happened: `${said(file, 'manifest.json')} does not describe a model that Kinora can run${
      problem === undefined ? '' : `: ${problem}`
    }.`,
    kept: NOTHING_LOST,
    next: MODEL_AGAIN,
  }),
  'model-file-missing': ({ file }) => ({
    title: 'A file of the model is missing',
    happened: `${said(file, 'A file')} is not in the model's folder.`,
    kept: NOTHING_LOST,
    next: MODEL_AGAIN,
  }),
  'model-file-truncated': ({ file, expected, found }) => ({
    title: 'A file of the model is not whole',
    happened: `${said(file, 'A file')} has ${said(found, 'fewer')} bytes${
      expected === undefined ? ' than it should' : ` instead of ${expected}`
    }.`,
    kept: NOTHING_LOST,
    next: MODEL_AGAIN,
  }),
  'model-file-wrong-hash': ({ file }) => ({
    title: 'A file of the model was changed',
    happened: `${said(file, 'A file')} is not the one its manifest names: its SHA-256 differs.`,
    kept: NOTHING_LOST,
    next: MODEL_AGAIN,
  }),
  'model-graph-invalid': ({ file, detail }) => ({
    title: 'A graph of the model cannot be run',
    happened: `ONNX Runtime cannot use ${said(file, 'a graph of the model')}${
      detail === undefined ? '' : `: ${detail}`
    }.`,
    kept: NOTHING_LOST,
    next: 'Choose another provider or model.',
  }),
  'provider-unavailable': ({ provider }) => ({
    title: 'This way of computing is not available',
    happened: `${said(provider, 'The chosen provider')} does not work on this machine.`,
    kept: REQUEST_KEPT,
    next: 'Choose another provider, or leave the choice to Kinora.',
  }),
  'device-lost': () => ({
    title: 'The graphics device was lost',
    happened: 'The graphics card stopped answering in the middle of the work.',
    kept: REQUEST_KEPT,
    next: 'Try again; if it happens again, close other programs or choose the processor.',
  }),
  'out-of-memory': ({ plan }) => ({
    title: 'There was not enough memory',
    happened: `The machine ran out of memory during the work.${plan === undefined ? '' : ` ${plan}`}`,
    kept: REQUEST_KEPT,
    next: 'Close other programs or choose a smaller size, then try again.',
  }),
  'no-room-on-disk': ({ file, needed, free }) => ({
    title: 'There is no room left',
    happened: `${said(file, 'The result')} does not fit on the disk${
      needed === undefined
        ? ''
        : `: it needs ${megabytes(needed)}${free === undefined ? '' : `, ${megabytes(free)} are free`}`
    }.`,
    kept: NOTHING_LOST,
    next: 'Delete what you no longer need, empty the bin, and try again.',
  }),
  'storage-refused': () => ({
    title: 'The browser did not store it',
    happened: 'The browser does not let this page keep files, as in a private window.',
    kept: NOTHING_LOST,
    next: 'Allow storage for this page, or open it in an ordinary window.',
  }),
  'storage-unreadable': () => ({
    title: 'The browser could not open what is kept here',
    happened: 'It failed for a reason of its own, as can happen after it was ended by force.',
    kept: 'Kinora has deleted nothing and changed nothing.',
    next: 'Close all windows of the browser, open it again, and come back.',
  }),
  'storage-newer': () => ({
    title: 'A newer version of Kinora was here',
    happened: 'What is kept in this browser was written by a newer version of Kinora than this page.',
    kept: 'It was not touched.',
    next: 'Load the newest version.',
  }),
  'newer-version-open': () => ({
    title: 'This tab is from before an update',
    happened: 'Another tab runs a newer version of Kinora, so this one keeps nothing any more.',
    kept: 'What was kept before is still there; what you change here stays in this tab until you close it.',
    next: 'Load the page again.',
  }),
  'upgrade-failed': ({ detail }) => ({
    title: 'The update did not work',
    happened: `What is kept in this browser could not be brought to this version${
      detail === undefined ? '' : `: ${detail}`
    }.`,
    kept: 'It is as it was before.',
    next: 'Load the page again; if it happens again, look for a newer version of Kinora.',
  }),
  'media-damaged': ({ take, file }) => ({
    title: 'The file is damaged',
    happened: `${said(take ?? file, 'The file')} is not what was kept: its SHA-256 differs, so it was not handed out.`,
    kept: 'The recipe that made it is kept.',
    next: 'Vary the take to make another from its recipe.',
  }),
  'encoder-unavailable': ({ type }) => ({
    title: 'The film cannot be encoded here',
    happened: `There is no encoder for ${said(type, 'this kind of file')} on this machine.`,
    kept: REQUEST_KEPT,
    next: 'Choose another kind of file, for example WebM or PNG, or a smaller size.',
  }),
  'film-empty': () => ({
    title: 'There is nothing to export yet',
    happened: 'The film has no clips in its cut.',
    kept: 'The project is unchanged.',
    next: 'Add clips on the Board, then export again.',
  }),
  'output-not-writable': ({ file }) => ({
    title: 'The file cannot be written',
    happened: `${said(file, 'The output file')} cannot be written.`,
    kept: 'What stood there before is unchanged.',
    next: 'Check the folder and its permissions, or choose another place.',
  }),
  'worker-died': () => ({
    title: 'The work broke off',
    happened: 'The part that computes ended without an answer.',
    kept: REQUEST_KEPT,
    next: 'Try again; a smaller size needs less memory.',
  }),
  'part-missing': () => ({
    title: 'A part of Kinora could not be loaded',
    happened: 'The part of Kinora that this needs could not be loaded.',
    kept: NOTHING_CHANGED,
    next: 'See that there is a network, reload the page and try again.',
  }),
  interrupted: () => ({
    title: 'Interrupted',
    happened: 'The page was closed in the middle of the work.',
    kept: REQUEST_KEPT,
    next: 'Try again whenever you like.',
  }),
  'timed-out': ({ minutes }) => ({
    title: 'It stood still for too long',
    happened: `The work made no progress for ${said(minutes, 'several')} minutes and was stopped.`,
    kept: REQUEST_KEPT,
    next: 'Try again; a smaller size or fewer steps need less of the machine.',
  }),
  'looks-broken': ({ why }) => ({
    title: 'Stopped early, as it looked broken',
    happened: `The take was stopped before its end: ${BROKEN_WORDS[why as Broken] ?? 'its preview looked broken'}.`,
    kept: REQUEST_KEPT,
    next: 'Try again to see it to its end, or duplicate it for another seed.',
  }),
  'dependency-failed': ({ why }) => ({
    title: 'What it needs was not made',
    happened: NOT_MADE[why ?? ''] ?? 'A job that must be done first will not be done.',
    kept: REQUEST_KEPT,
    next:
      why === 'failed' || why === 'cancelled'
        ? 'Try it again: what it needs is made first.'
        : 'Duplicate it to make it without waiting.',
  }),
  ...BACKUP_TABLE,
  ...GIVEN_TABLE,
  ...ACCELERATOR_TABLE,
  ...LANGUAGE_TABLE,
  ...MODELS_TABLE,
};

/** Why a job that another one needs will not be done. */
const NOT_MADE: Record<string, string> = {
  failed: 'A job that must be done first has failed.',
  cancelled: 'A job that must be done first was cancelled.',
  gone: 'A job that must be done first was cleared before it was done.',
  cycle: 'The job waits for jobs that wait for it.',
};

/** What a person reads for a fault. */
export const explain = (fault: Fault): Explanation => TABLE[fault.reason](fault.facts);

/** The explanation in one line, for terminals and status messages. */
export function explainInLine(fault: Fault): string {
  const { happened, kept, next } = explain(fault);
  return `${happened} ${kept} ${next}`;
}
