import type { Purpose } from '../../schema/catalogue.ts';
import type { FaultReason } from '../../schema/fault.ts';
import type { Unsafe } from '../models/unsafe-file.ts';
import { type Explanation, type Facts, said } from './explanation.ts';

const KEPT = 'What was fetched before is kept.';

type ModelReason = Extract<FaultReason, 'model-hub-away' | 'model-not-allowed' | 'model-file-unsafe' | 'model-licence-not-accepted' | 'model-busy' | 'model-unfit'>;

/** A model by what it is for. */
const KINDS: Readonly<Partial<Record<Purpose, string>>> = {
  stills: 'a model for stills',
  video: 'a model for clips',
  language: 'a model that writes',
  captions: 'a model that describes pictures',
  search: 'a model that searches by meaning',
  speech: 'a model that hears words',
  voice: 'a model that reads aloud',
  depth: 'a model that tells depth',
  'cut-outs': 'a model that cuts out',
};

const UNSAFE: Readonly<Record<Unsafe, string>> = {
  name: 'has a name that would leave the model’s folder, or that not every system can keep',
  kind: 'is of a kind that is not taken',
  pickle: 'is a pickle of Python, or an archive, which can run whatever is in it',
  outside: 'says that its numbers lie outside of the model’s folder',
  damaged: 'is not what its name says, or points beyond its own end',
};

/** What a person reads when a model cannot be fetched. */
export const MODELS_TABLE: Record<ModelReason, (facts: Facts) => Explanation> = {
  'model-hub-away': ({ file, status, detail }) => ({
    title: 'The hub does not give the file',
    happened: `${said(file, 'The model')} could not be fetched${status === undefined ? '' : `: the server answers ${status}`}.${detail === undefined || detail === '' ? '' : ` ${detail}.`}`,
    kept: KEPT,
    next: 'Look whether the network and the address are right, then fetch again: it goes on where it stopped.',
  }),
  'model-not-allowed': ({ file }) => ({
    title: 'The hub wants to know who asks',
    happened: `${said(file, 'The model')} is only given to people who have asked for it on its page.`,
    kept: KEPT,
    next: 'Ask for it on the page of the model, enter a token of yours under Models, or name one by --token-file or HF_TOKEN, and fetch again.',
  }),
  'model-file-unsafe': ({ file, why }) => ({
    title: 'A file of the model is not taken',
    happened: `${said(file, 'A file')} ${UNSAFE[why as Unsafe] ?? UNSAFE.damaged}.`,
    kept: 'Nothing of it was kept.',
    next: 'Take the model from its makers, as ONNX, safetensors or GGUF.',
  }),
  'model-licence-not-accepted': ({ model, licence, url }) => ({
    title: 'The licence has not been accepted',
    happened:
      licence === undefined
        ? `Nobody has said here what ${said(model, 'the model')} may be used for.`
        : `${said(model, 'The model')} comes under the ${licence}, which asks for more than keeping its text.`,
    kept: 'Nothing was fetched.',
    next: `Read ${licence === undefined ? 'what its makers say of it' : 'the licence'}${url === undefined ? '' : ` (${url})`} and accept it; on the command line with --accept-licence.`,
  }),
  'model-unfit': ({ purpose, file, problem }) => {
    const kind = KINDS[purpose as Purpose];
    const what = said(file, 'one of its files');
    return {
      title: 'The model cannot be used',
      happened: problem === undefined ? `${kind === undefined ? 'It is not whole' : `It looks like ${kind}`}, and ${what} is missing.` : `${kind === undefined ? '' : `It looks like ${kind}, and `}${what} cannot be believed: ${problem}.`,
      kept: 'No step of Kinora will use it.',
      next: problem === undefined ? `Take the whole of it from its makers, with ${what}, and add it again.` : 'Take it from its makers once more, or take another model.',
    };
  },
  'model-busy': ({ model }) => ({
    title: 'Somebody else has the model in hand',
    happened: `${said(model, 'The model')} is being fetched, verified or removed already.`,
    kept: KEPT,
    next: 'Wait until that has come to its end.',
  }),
};
