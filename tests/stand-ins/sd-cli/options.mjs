/** The options of sd-cli as of August 2026, by what stands behind them; `short` are the ones with a single letter. */
const words = (/** @type {string} */ text) => text.trim().split(/\s+/);

const TEXT = words(`-o|--output --image --metadata-format --preview-path --imat-out
  -m|--model --clip_l --clip_g --clip_vision --t5xxl --llm --llm_vision --qwen2vl --qwen2vl_vision --diffusion-model
  --high-noise-diffusion-model --uncond-diffusion-model --embeddings-connectors --vae --vae-format --audio-vae --taesd
  --tae --control-net --ip-adapter --motion-module --embd-dir --lora-model-dir --hires-upscalers-dir
  --tensor-type-rules --model-args --photo-maker --pulid-weights --upscale-model --backend --params-backend
  --split-mode --rpc-servers --max-vram -p|--prompt -n|--negative-prompt -i|--init-img --end-img --mask
  --control-image --ip-adapter-image --control-video --extra-sample-args --extra-tiling-args --ref-image-args
  -s|--seed --prompt-file --negative-prompt-file`);
const WHOLE = words(`--preview-interval --output-begin-idx -t|--threads -H|--height -W|--width --steps
  --high-noise-steps --clip-skip -b|--batch-count --video-frames --fps --timestep-shift`);
const NUMBER = words(`--cfg-scale --img-cfg-scale --guidance --slg-scale --eta --flow-shift --high-noise-cfg-scale
  --high-noise-img-cfg-scale --high-noise-guidance --high-noise-slg-scale --high-noise-eta --strength --moe-boundary
  --vace-strength --vae-tile-overlap`);
const SWITCH = words(`--canny --convert-name -v|--verbose --color --taesd-preview-only --preview-noisy --stream-layers
  --eager-load --auto-fit --offload-to-cpu --mmap --control-net-cpu --clip-on-cpu --vae-on-cpu --fa --diffusion-fa
  --diffusion-conv-direct --vae-conv-direct --circular --circularx --circulary --disable-image-metadata --vae-tiling
  --temporal-tiling`);
const SAMPLERS = words('euler euler_a heun dpm2 dpm++2s_a dpm++2m dpm++2mv2 ipndm ipndm_v lcm ddim_trailing tcd res_multistep res_2s er_sde');
const CHOICES = {
  '-M|--mode': words('img_gen adetailer vid_gen convert upscale metadata'),
  '--preview': words('none proj tae vae'),
  '--type': words('f32 f16 bf16 q4_0 q4_1 q5_0 q5_1 q8_0 q2_K q3_K q4_K q5_K q6_K'),
  '--rng': words('std_default cuda cpu'),
  '--sampler-rng': words('std_default cuda cpu'),
  '--lora-apply-mode': words('auto immediately at_runtime'),
  '--sampling-method': SAMPLERS,
  '--high-noise-sampling-method': SAMPLERS,
  '--vae-tile-size': /^\d+(x\d+)?$/,
};

/** @type {Map<string, { kind: string | string[] | RegExp, name: string }>} */
const all = new Map();
const add = (/** @type {string} */ names, /** @type {string | string[] | RegExp} */ kind) => {
  for (const name of names.split('|')) all.set(name, { kind, name: names.split('|').at(-1) ?? name });
};
for (const names of TEXT) add(names, 'text');
for (const names of WHOLE) add(names, 'whole');
for (const names of NUMBER) add(names, 'number');
for (const names of SWITCH) add(names, 'switch');
for (const [names, choices] of Object.entries(CHOICES)) add(names, choices);

/**
 * Reads a command line as sd-cli does: what follows an option is its value, whatever it begins with. Answers the
 * options by their long names, or the line that it refuses with.
 * @param {readonly string[]} args
 * @param {readonly string[]} unknown
 * @returns {{ options?: Record<string, string | number | boolean>, refusal?: string, throws?: string }}
 */
export function readOptions(args, unknown = []) {
  /** @type {Record<string, string | number | boolean>} */
  const options = {};
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    const option = unknown.includes(arg) ? undefined : all.get(arg);
    if (!option) return { refusal: `error: unknown argument: ${arg}` };
    const { kind, name } = option;
    if (kind === 'switch') {
      options[name] = true;
      continue;
    }
    i += 1;
    const value = args[i];
    const refusal = { refusal: `error: invalid parameter for argument: ${arg}` };
    if (value === undefined) return refusal;
    if (kind === 'text') options[name] = value;
    else if (kind === 'whole' || kind === 'number') {
      const number = kind === 'whole' ? Number.parseInt(value, 10) : Number.parseFloat(value);
      // The real one asks std::stoi, and dies of what that throws.
      if (Number.isNaN(number)) return { throws: "terminate called after throwing an instance of 'std::invalid_argument'" };
      options[name] = number;
    } else if (kind instanceof RegExp ? kind.test(value) : kind.includes(value)) options[name] = value;
    else return refusal;
  }
  return { options };
}

/** The help: long, and on the pipe for output. */
export const help = () =>
  ['Usage: sd-cli [options]', '', 'CLI Options:', ...[...all.keys()].map((name) => `  ${name.padEnd(40)}what ${name} is for`)].join('\n') + '\n';
