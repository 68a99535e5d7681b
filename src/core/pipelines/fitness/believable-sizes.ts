import { descriptionFault } from '../stills/read-config.ts';

/** Far more than any model that is known has, by what config.json files call it. */
const MOST: Readonly<Record<string, number>> = {
  ...named(10_000_000, 'vocab_size n_vocab vocabulary_size'),
  ...named(100_000_000, 'max_position_embeddings max_source_positions max_target_positions max_sequence_length n_positions n_ctx'),
  ...named(1_000_000, 'hidden_size intermediate_size hidden_dim d_model d_ff d_kv dim head_dim embed_dim projection_dim style_dim n_embd n_inner ffn_dim encoder_ffn_dim decoder_ffn_dim'),
  ...named(1_000_000, 'cross_attention_dim attention_head_dim in_channels out_channels latent_channels block_out_channels num_channels num_mel_bins n_mels image_size patch_size sample_size'),
  ...named(10_000, 'num_hidden_layers num_layers n_layer n_layers encoder_layers decoder_layers layers_per_block num_attention_heads num_key_value_heads num_heads n_head n_heads encoder_attention_heads decoder_attention_heads'),
};

function named(most: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, most]));
}

/** No description that is known goes deeper. */
const DEEPEST = 24;

/** Throws FaultError `model-manifest-invalid` where a config.json names a size that no model has: less than nothing, no whole number, or far too many. */
export function mustBeBelievable(file: string, config: unknown): void {
  const look = (value: unknown, names: readonly string[], most: number | undefined, depth: number): void => {
    if (depth > DEEPEST) throw descriptionFault(file, 'it goes too deep');
    if (typeof value === 'number' && most !== undefined && !(Number.isInteger(value) && value >= 0 && value <= most)) {
      throw descriptionFault(file, `${names.join('.')} is ${value}, and ${value < 0 ? 'no size is less than nothing' : !Number.isInteger(value) ? 'no size is a fraction' : `no model that is known has more than ${most}`}`);
    }
    if (Array.isArray(value)) for (const each of value) look(each, names, most, depth + 1);
    else if (typeof value === 'object' && value !== null) for (const [name, each] of Object.entries(value)) look(each, [...names, name.slice(0, 60)], Object.hasOwn(MOST, name) ? MOST[name] : undefined, depth + 1);
  };
  look(config, [], undefined, 0);
}
