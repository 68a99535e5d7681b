import { z } from 'zod';

/**
 * What can be set. A setting has one name in three spellings: `logLevel` in settings.json, KINORA_LOG_LEVEL in
 * the environment, `--log-level` as a flag. `help` is its line in the list of flags, `allowed` what a refusal says.
 */
interface Told {
  /** What stands behind the flag in the help; a switch has nothing there. */
  readonly value?: string;
  readonly help: string;
  readonly allowed: string;
  /** `path`: stands for a place beside whatever names it. `program`: so too, unless it is a bare name. */
  readonly place?: 'path' | 'program';
}
const told = z.registry<Told>();
function setting<Schema extends z.ZodType>(schema: Schema, words: Told): Schema {
  told.add(schema, words);
  return schema;
}

const path = z.string().trim().min(1).max(4096);
const whole = (least: number, most: number) => z.int().min(least).max(most);
const jobs = (engine: string) => setting(whole(1, 16).default(1), { value: 'N', help: `jobs at a time for ${engine}, 1 by default`, allowed: 'whole numbers from 1 to 16' });

/** An address that a server answers at. A name and a password in it would end up in logs. */
const ServerAddress = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
});

/** What browsers send as Origin: scheme, host and port, nothing behind them. */
const Origin = z.string().refine((text) => /^https?:/.test(text) && URL.parse(text)?.origin === text);

const HostName = z.string().regex(/^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/);

export const Settings = z.strictObject({
  data: setting(path.optional(), { value: 'DIR', help: 'where jobs, results, logs and settings.json are kept', allowed: 'a folder', place: 'path' }),
  port: setting(whole(0, 65_535).default(4717), { value: 'N', help: 'the port, 4717 by default; when it is taken, the next free one', allowed: 'whole numbers from 0 to 65535' }),
  host: setting(z.string().trim().min(1).max(255).optional(), { value: 'NAME', help: 'the address to listen on, this machine only by default', allowed: 'an address of this machine' }),
  lan: setting(z.boolean().default(false), { help: 'listen to the whole network', allowed: 'true or false' }),
  allowedHosts: setting(z.array(HostName).max(64).default([]), { value: 'NAME', help: 'a further name that this machine goes by', allowed: 'names in small letters, without a port' }),
  allowedOrigins: setting(z.array(Origin).max(64).default([]), { value: 'ORIGIN', help: 'a studio that is served elsewhere and may ask', allowed: 'origins such as https://studio.example' }),
  tlsCert: setting(path.optional(), { value: 'FILE', help: 'a certificate (PEM, with its chain): everything over https and wss', allowed: 'a file', place: 'path' }),
  tlsKey: setting(path.optional(), { value: 'FILE', help: 'its private key (PEM, without a passphrase)', allowed: 'a file', place: 'path' }),
  models: setting(z.array(path).max(64).default([]), { value: 'DIR', help: 'a folder with models in the ONNX layout', allowed: 'folders', place: 'path' }),
  provider: setting(z.enum(['auto', 'cuda', 'dml', 'coreml', 'webgpu', 'cpu']).default('auto'), { value: 'NAME', help: 'auto (the best that works), cuda, dml, coreml, webgpu or cpu', allowed: 'auto, cuda, dml, coreml, webgpu and cpu' }),
  comfyui: setting(z.array(ServerAddress).max(64).default([]), { value: 'URL', help: 'a ComfyUI server, such as http://127.0.0.1:8188', allowed: 'addresses such as http://127.0.0.1:8188, without name and password' }),
  comfyuiHosts: setting(z.array(HostName).max(64).default([]), { value: 'NAME', help: 'a host outside the own network that may be asked as a ComfyUI server all the same', allowed: 'names in small letters, without a port' }),
  workflows: setting(path.optional(), { value: 'DIR', help: 'a folder with workflows for ComfyUI in its API format', allowed: 'a folder', place: 'path' }),
  sdCli: setting(path.optional(), { value: 'FILE', help: "stable-diffusion.cpp's sd-cli; looked for in PATH by default", allowed: 'a file', place: 'program' }),
  sdModels: setting(z.array(path).max(64).default([]), { value: 'DIR', help: 'a folder with models for sd-cli', allowed: 'folders', place: 'path' }),
  languageServers: setting(z.array(ServerAddress).max(32).default([]), { value: 'URL', help: 'a server with language models (OpenAI’s protocol) on this machine or in the own network; by default Ollama, llama.cpp and LM Studio on this machine', allowed: 'addresses such as http://127.0.0.1:11434, without name and password' }),
  hubMirror: setting(ServerAddress.optional(), { value: 'URL', help: 'a mirror of the hub that models are fetched from, instead of https://huggingface.co', allowed: 'addresses such as https://mirror.example, without name and password' }),
  hubProxy: setting(ServerAddress.optional(), { value: 'URL', help: 'a proxy to fetch models through; by default those of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, where one may have a name and password', allowed: 'addresses such as http://proxy.example:3128, without name and password' }),
  hubTokenFile: setting(path.optional(), { value: 'FILE', help: 'a file with your token of the hub, for models that ask for one; by default the variable HF_TOKEN', allowed: 'a file', place: 'path' }),
  onnxJobs: jobs('ONNX Runtime'),
  comfyuiJobs: jobs('each ComfyUI server'),
  sdcppJobs: jobs('sd-cli'),
  historyDays: setting(whole(0, 90).default(7), { value: 'N', help: 'how long readings of the machine are kept, 7 days by default', allowed: 'whole numbers from 0 to 90' }),
  logLevel: setting(z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('info'), { value: 'LEVEL', help: 'silent, error, warn, info, debug or trace', allowed: 'silent, error, warn, info, debug and trace' }),
  logFormat: setting(z.enum(['auto', 'pretty', 'json']).default('auto'), { value: 'FORMAT', help: 'pretty, json or auto (pretty on a terminal)', allowed: 'auto, pretty and json' }),
  logSize: setting(whole(1, 1024).default(10), { value: 'MIB', help: 'when a log file is followed by the next, 10 MiB by default', allowed: 'whole numbers from 1 to 1024' }),
  logFiles: setting(whole(1, 100).default(5), { value: 'N', help: 'how many full log files are kept, 5 by default', allowed: 'whole numbers from 1 to 100' }),
});
export type Settings = z.infer<typeof Settings>;
export type SettingName = keyof Settings;

export const SETTING_NAMES = Object.keys(Settings.shape) as SettingName[];

export function wordsOf(name: SettingName): Told {
  const words = told.get(Settings.shape[name]);
  if (!words) throw new Error(`the setting ${name} is not explained`);
  return words;
}

/** What kind of value a setting takes, so that text can be read as one. */
export function kindOf(name: SettingName): 'switch' | 'number' | 'list' | 'text' {
  let schema: z.ZodType = Settings.shape[name];
  while (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) schema = schema.unwrap() as z.ZodType;
  if (schema instanceof z.ZodBoolean) return 'switch';
  if (schema instanceof z.ZodNumber) return 'number';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
export const flagOf = (name: SettingName): string => words(name);
export const variableOf = (name: SettingName): string => `KINORA_${words(name).replaceAll('-', '_').toUpperCase()}`;

/** The address to listen on: this machine only, unless the network or an address is asked for. */
export const hostOf = ({ host, lan }: Settings): string => host ?? (lan ? '0.0.0.0' : '127.0.0.1');
