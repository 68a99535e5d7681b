import type { Precision } from '#core/domain/memory/memory-plan-types.ts';
import type { MissingFile } from '#core/schema/accelerator/offer.ts';
import { type Role, rolesOf, type SdModel, WANTED } from './catalogue.ts';
import type { ModelFile } from './model-file.ts';

/** The files of a run, and how finely its weights are kept. */
export interface ChosenFiles {
  readonly low: ModelFile;
  readonly high?: ModelFile;
  readonly vae: ModelFile;
  readonly text: ModelFile;
  readonly fast?: { readonly high: ModelFile; readonly low: ModelFile };
  readonly precision: Precision;
  /** Its weights are kept more coarsely than the file has them. */
  readonly quantise: boolean;
}

/** What a file of full precision can be made into while it is loaded. */
const LOADED_AS: readonly Precision[] = ['q8', 'q6', 'q5', 'q4'];

/** The files that a model still needs. */
export const missingFiles = (model: SdModel, files: readonly ModelFile[], folder: string): MissingFile[] =>
  rolesOf(model)
    .filter((role) => !files.some((file) => file.role === role))
    .map((role) => ({ ...WANTED[role], folder }));

/** Every way in which a model can be loaded from the files that there are, the largest files first. */
export function waysToLoad(model: SdModel, files: readonly ModelFile[]): ChosenFiles[] {
  const of = (role: Role) => files.filter((file) => file.role === role).toSorted((a, b) => b.bytes - a.bytes);
  const [vae] = of(model.vae);
  const [fastHigh] = model.fast ? of(model.fast.high) : [];
  const [fastLow] = model.fast ? of(model.fast.low) : [];
  if (!vae || (model.fast && !(fastHigh && fastLow))) return [];
  const texts = of('text');
  const highs = model.high ? of(model.high) : [];
  return of(model.low).flatMap((low) => {
    const high = partnerOf(low, highs);
    const text = partnerOf(low, texts);
    if (!text || (model.high && !high)) return [];
    const files = { low, vae, text, ...(high && { high }), ...(fastHigh && fastLow && { fast: { high: fastHigh, low: fastLow } }) };
    const coarser = low.loadsCoarser && (high?.loadsCoarser ?? true) ? LOADED_AS : [];
    return [
      { ...files, precision: low.precision, quantise: false },
      ...coarser.map((precision) => ({ ...files, precision, quantise: true })),
    ];
  });
}

/** Of files that go with another, the one of its precision; else the one that is nearest to it in size. */
function partnerOf(file: ModelFile, others: readonly ModelFile[]): ModelFile | undefined {
  const alike = others.filter(({ precision }) => precision === file.precision);
  const distance = ({ bytes }: ModelFile) => Math.abs(bytes - file.bytes);
  return (alike.length > 0 ? alike : others).toSorted((a, b) => distance(a) - distance(b))[0];
}
