import type { StillPart } from '../find-graphs.ts';
import type { Floats, Given, StillGraphs } from '../still-graphs.ts';
import type { StillKind } from '../still-model.ts';
import type { FoundTokenizer } from './read-tokenizer.ts';
import { chatRow, filledRow, type TokenRow } from './token-row.ts';

/** What the denoiser is told of a prompt. */
export interface EncodedWords {
  /** `[1, length, width]`. */
  readonly states: Floats;
  /** `[1, width]`: the prompt as a whole, which SDXL takes beside its words. */
  readonly pooled: Floats | undefined;
  /** Tokens that there was no room for. */
  readonly left: number;
}

/** Runs the text encoders of a layout on a prompt. Throws FaultError `model-graph-invalid`, and what the runtime throws. */
export async function encodeWords(kind: StillKind, graphs: StillGraphs, tokenizers: readonly FoundTokenizer[], text: string): Promise<EncodedWords> {
  const [first, second] = tokenizers;
  if (!first) throw new Error('a layout has a tokenizer');
  if (kind === 'z-image') {
    const row = chatRow(first, text);
    const output = lastOf(graphs.outputsOf('text_encoder'), ['encoder_hidden_state', 'last_hidden_state']);
    const [states] = await encode(graphs, 'text_encoder', row, [output]);
    return { states: shaped(graphs, 'text_encoder', states, 3), pooled: undefined, left: row.left };
  }
  const row = filledRow(first, text);
  if (kind === 'sd') {
    const [states] = await encode(graphs, 'text_encoder', row, ['last_hidden_state']);
    return { states: shaped(graphs, 'text_encoder', states, 3), pooled: undefined, left: row.left };
  }
  const otherRow = filledRow(second ?? first, text);
  const [one] = await encode(graphs, 'text_encoder', row, [lastButOne(graphs.outputsOf('text_encoder'))]);
  const [other, pooled] = await encode(graphs, 'text_encoder_2', otherRow, [lastButOne(graphs.outputsOf('text_encoder_2')), 'text_embeds']);
  const states = joined(graphs, shaped(graphs, 'text_encoder', one, 3), shaped(graphs, 'text_encoder_2', other, 3));
  return { states, pooled: shaped(graphs, 'text_encoder_2', pooled, 2), left: Math.max(row.left, otherRow.left) };
}

/** Nothing, in the shape of other words. */
export const noWords = ({ states, pooled }: EncodedWords): EncodedWords => ({ states: nothing(states), pooled: pooled && nothing(pooled), left: 0 });

const nothing = ({ dims, data }: Floats): Floats => ({ dims, data: new Float32Array(data.length) });

function encode(graphs: StillGraphs, part: StillPart, { ids, used }: TokenRow, wanted: readonly string[]): Promise<Floats[]> {
  const dims = [1, ids.length];
  const attention_mask: Given = { values: ids.map((_, i) => (i < used ? 1 : 0)), dims };
  return graphs.run(part, { input_ids: { values: ids, dims }, attention_mask }, wanted);
}

/**
 * The states before the last layer, which SDXL takes of both its encoders (Podell et al., SDXL, 2023). Exports count
 * them from the embeddings on, `hidden_states.0`; those that have a single one have this one.
 */
function lastButOne(outputs: readonly string[]): string {
  const counted = outputs.filter((name) => /^hidden_states\.\d+$/.test(name)).sort((a, b) => Number(a.slice(14)) - Number(b.slice(14)));
  return counted.at(-2) ?? counted[0] ?? 'hidden_states.0';
}

const lastOf = (outputs: readonly string[], names: readonly string[]): string => names.find((name) => outputs.includes(name)) ?? (names[0] as string);

/** One row of so many dimensions, or a fault. */
function shaped(graphs: StillGraphs, part: StillPart, floats: Floats | undefined, rank: number): Floats {
  if (floats?.dims.length === rank && floats.dims[0] === 1) return floats;
  throw graphs.fault(part, `its states are ${floats?.dims.join(' × ') ?? 'not there'}`);
}

/** Two rows of states, joined word by word. */
function joined(graphs: StillGraphs, one: Floats, other: Floats): Floats {
  const [, length = 0, width = 0] = one.dims;
  const [, otherLength = 0, otherWidth = 0] = other.dims;
  if (length !== otherLength) throw graphs.fault('text_encoder_2', `it gives ${otherLength} states, and the first encoder ${length}`);
  const data = new Float32Array(length * (width + otherWidth));
  for (let word = 0; word < length; word += 1) {
    data.set(one.data.subarray(word * width, (word + 1) * width), word * (width + otherWidth));
    data.set(other.data.subarray(word * otherWidth, (word + 1) * otherWidth), word * (width + otherWidth) + width);
  }
  return { dims: [1, length, width + otherWidth], data };
}
