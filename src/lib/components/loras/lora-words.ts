import { FAMILIES } from '#core/domain/lora/lora-verdict.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { LoraOutcome } from '#lib/state/models/lora-library.svelte.ts';
import { counted, saidBytes } from '../ui/figures.ts';

/** Size, what it was made for, and whether it is a pair. */
export function factsOf({ file, low, facts, baseModel }: KeptLora): string {
  const known = baseModel.trim() || (facts.family === 'unknown' ? '' : FAMILIES[facts.family]);
  return [saidBytes(file.bytes + (low?.bytes ?? 0)), ...(known ? [known] : []), ...(low ? ['a file for each expert'] : []), ...(facts.way ? [facts.way] : [])].join(' · ');
}

/** What its file tells, for whoever wants to know. */
export const fileWords = ({ file, low, facts }: KeptLora): string =>
  [file.name, ...(low ? [low.name] : [])].join(' and ') + `: ${counted(facts.layers, 'layer')}${facts.rank === undefined ? '' : `, rank ${facts.rank}`}`;

export const OUTCOMES: Readonly<Record<Exclude<LoraOutcome['became'], 'refused'>, string>> = {
  kept: 'is in the library',
  joined: 'was joined with the file for the other expert',
  known: 'was here already',
};

/** What became of many files, in one sentence. */
export function outcomesSaid(outcomes: readonly LoraOutcome[]): string {
  const count = (which: (became: LoraOutcome['became']) => boolean) => outcomes.filter(({ became }) => which(became)).length;
  const [known, refused] = [count((became) => became === 'known'), count((became) => became === 'refused')];
  const taken = outcomes.length - known - refused;
  return [
    ...(taken > 0 ? [`${counted(taken, 'LoRA file')} taken.`] : []),
    ...(known > 0 ? [`${counted(known, 'LoRA file')} ${known === 1 ? 'was' : 'were'} here already.`] : []),
    ...(refused > 0 ? [`${counted(refused, 'file')} could not be taken.`] : []),
  ].join(' ');
}

/** Licences that LoRAs often have, as suggestions. */
export const LICENCES: readonly string[] = ['Apache-2.0', 'MIT', 'CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'OpenRAIL-M', 'My own'];
