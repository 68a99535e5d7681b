import { z } from 'zod';
import { AcceleratorEngineId } from './engine-id.ts';
import { Sha256 } from './ids.ts';
import { ModelPath } from './manifest.ts';
import { Mode } from './mode.ts';

/** The name of a model on a shelf: a plain word that is a folder's name on every system. */
export const ModelId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?$/, 'not a plain name in lower case')
  .refine((id) => !/\.(json|part|lock)$/.test(id), 'a name that other files beside it may have')
  .refine((id) => !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(id), 'a name that Windows keeps for itself')
  .brand<'ModelId'>();
export type ModelId = z.infer<typeof ModelId>;

/** What a model is for. */
export const Purpose = z.enum(['stills', 'video', 'language', 'captions', 'search', 'speech', 'voice', 'depth', 'cut-outs', 'lora']);
export type Purpose = z.infer<typeof Purpose>;

/** A repository of the hub, `owner/name`. */
export const HubRepository = z.string().max(140).regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, 'not owner/name');
/** A branch, a tag or a commit. */
export const HubRevision = z.string().max(100).regex(/^[A-Za-z0-9][\w.-]*$/, 'not a plain revision');
export const HubSource = z.strictObject({ repository: HubRepository, revision: HubRevision });
export type HubSource = z.infer<typeof HubSource>;

/** What may be known of a licence. Whoever uses a restricted model has to have seen and accepted it before. */
export const Licence = z.strictObject({
  name: z.string().min(1).max(120),
  /** Its SPDX identifier; absent where it has none. */
  spdx: z.string().min(1).max(60).optional(),
  /** SHA-256 of its text, for a licence without an identifier. */
  text: Sha256.optional(),
  url: z.url({ protocol: /^https$/ }).optional(),
  commercial: z.enum(['yes', 'with-conditions', 'no', 'unknown']),
  /** What it asks for beyond keeping its text, in a sentence. */
  conditions: z.string().min(1).max(400).optional(),
  restricted: z.boolean(),
});
export type Licence = z.infer<typeof Licence>;

/** A file of a model. Its bytes and hash are as the hub states them where they are absent. */
export const CatalogueFile = z.strictObject({
  path: ModelPath,
  bytes: z.int().positive().optional(),
  sha256: Sha256.optional(),
  /** Its name in the repository, where it is kept under another. */
  at: ModelPath.optional(),
  /** The repository that it lies in, where it is another than the model's. */
  source: HubSource.optional(),
});
export type CatalogueFile = z.infer<typeof CatalogueFile>;

const Variant = z.strictObject({
  /** How finely its weights are kept, as the files call it: `q4f16`, `fp16`, `q4_k_m` … */
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/),
  files: z.array(CatalogueFile).min(1),
  /** Bytes of memory while it works. */
  memory: z.int().positive().optional(),
});
export type Variant = z.infer<typeof Variant>;

/** Facts that an entry may say it could not check. */
export const CatalogueFact = z.enum(['revision', 'file names', 'bytes', 'hashes', 'memory', 'licence text', 'training data']);
export type CatalogueFact = z.infer<typeof CatalogueFact>;

/** One model that can be fetched. What is not known is left out, and `unchecked` says so. */
export const CatalogueModel = z
  .strictObject({
    schema: z.literal(1),
    id: ModelId,
    name: z.string().min(1).max(100),
    /** One sentence: what it does. */
    about: z.string().min(1).max(300),
    purpose: Purpose,
    modes: z.array(Mode),
    runs: z.array(z.enum(['browser', 'accelerator'])).min(1),
    /** Engines of this version that can use it; none where nothing can yet. */
    engines: z.array(AcceleratorEngineId),
    /** Its figures in the memory planner, where it has any. */
    figures: z.string().min(1).optional(),
    source: HubSource,
    /** Files of every variant. */
    files: z.array(CatalogueFile),
    /** Folders of the repository whose JSON and tokenizer files belong to it as well; the empty word is the top. */
    also: z.array(z.union([z.literal(''), ModelPath])),
    variants: z.array(Variant).min(1),
    licence: Licence,
    /** What its makers say that it learnt from. */
    trainingData: z.string().min(1).max(600).optional(),
    unchecked: z.array(CatalogueFact),
    /** Where the facts were read. */
    sources: z.array(z.string().min(1)).min(1),
  })
  .superRefine((model, context) => {
    const files = [...model.files, ...model.variants.flatMap((variant) => variant.files)];
    const absent: Record<CatalogueFact, boolean> = {
      revision: [model.source, ...files.flatMap(({ source }) => source ?? [])].some(({ revision }) => !/^[0-9a-f]{40}$/.test(revision)),
      'file names': false,
      bytes: files.some(({ bytes }) => bytes === undefined) || model.also.length > 0,
      hashes: files.some(({ sha256 }) => sha256 === undefined) || model.also.length > 0,
      memory: model.variants.some(({ memory }) => memory === undefined) && model.figures === undefined,
      'licence text': model.licence.spdx === undefined && model.licence.text === undefined,
      'training data': model.trainingData === undefined,
    };
    for (const fact of CatalogueFact.options) {
      if (absent[fact] && !model.unchecked.includes(fact)) context.addIssue({ code: 'custom', path: ['unchecked'], message: `does not say that ${fact} could not be checked` });
    }
    if (model.licence.commercial !== 'yes' && !model.licence.restricted) context.addIssue({ code: 'custom', path: ['licence'], message: 'a licence that does not allow everything is a restricted one' });
    for (const { id, files: own } of model.variants) {
      const paths = [...model.files, ...own].map(({ path }) => path.toLowerCase());
      if (new Set(paths).size < paths.length) context.addIssue({ code: 'custom', path: ['variants'], message: `${id} has two files of one name` });
    }
  });
export type CatalogueModel = z.infer<typeof CatalogueModel>;
