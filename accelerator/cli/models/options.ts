import { COMMON_OPTIONS, readWords } from '../read-option.ts';
import { UsageError } from '../usage-error.ts';

export const COMMANDS = ['list', 'add', 'fetch', 'update', 'verify', 'remove'] as const;
export type Command = (typeof COMMANDS)[number];

/** What the command line asks for. */
export interface ModelsOptions {
  readonly command: Command;
  /** The model's name, or with `add` where it is. */
  readonly target: string | undefined;
  readonly variant: string | undefined;
  readonly name: string | undefined;
  /** The folder of everything that the accelerator keeps. */
  readonly data: string | undefined;
  readonly mirror: string | undefined;
  readonly tokenFile: string | undefined;
  readonly sha256: string | undefined;
  readonly accepts: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

export const USAGE = `Usage: npm run models -- COMMAND [MODEL] [options]

Fetches models for the accelerator, verifies them and keeps them in its data folder.

  list                  the models that can be fetched, and those that are here
  fetch MODEL           fetch what is missing of a model; goes on where it stopped
  update [MODEL]        fetch the newer version of a model, in whose place it is put once all of it
                        is verified; without a name: say which models have one, and what it
                        would change
  add WHERE             take a model of your own: a name of the hub (owner/name), an
                        address of a file, or a folder, file or zip on this machine
  verify [MODEL]        read every file again and compare its hash
  remove MODEL          delete a model

      --variant NAME    how finely its weights are kept; "list" names those there are
      --name NAME       what an added model is to be called
      --sha256 HASH     what the file at an added address has to come to
      --accept-licence  say that you have read and accept the model's licence
      --mirror URL      a mirror of the hub instead of https://huggingface.co, or of the
                        one in the settings of the accelerator (hubMirror)
      --token-file FILE a file with your token of the hub; else the one that was entered in
                        the studio, that of the settings (hubTokenFile) or HF_TOKEN is used
      --data DIR        the data folder of the accelerator, as for npm start
      --json            print one JSON object
      --quiet           print nothing but errors
  -h, --help            print this

Proxies are taken from the settings (hubProxy), HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
Example: npm run models -- fetch wan2.2-ti2v-5b-gguf`;

/** Reads the command line, or answers `help`. Throws UsageError with a sentence for whatever cannot be meant. */
export function readModelsOptions(words: readonly string[]): ModelsOptions | 'help' {
  if (words.length === 0) throw new UsageError(USAGE);
  const { values, positionals } = parse(words);
  if (values.help) return 'help';
  const [given, target, ...more] = positionals;
  const command = COMMANDS.find((each) => each === given);
  if (!command) throw new UsageError(`${given === undefined ? 'Say what to do' : `There is no command ${given}`}. Allowed: ${COMMANDS.join(', ')}.`);
  if (more.length > 0) throw new UsageError('One model at a time can be named.');
  if (target === undefined && command !== 'list' && command !== 'verify' && command !== 'update') throw new UsageError(`Say which model to ${command}.`);
  if (target !== undefined && command === 'list') throw new UsageError('"list" names all models and takes no name.');
  const { variant, name, mirror, sha256 } = values;
  if (variant !== undefined && command !== 'fetch') throw new UsageError('--variant belongs to "fetch".');
  if (name !== undefined && command !== 'add') throw new UsageError('--name belongs to "add".');
  if (sha256 !== undefined && (command !== 'add' || !/^[0-9a-f]{64}$/i.test(sha256))) throw new UsageError('--sha256 belongs to "add" and is 64 hexadecimal digits.');
  if (mirror !== undefined) refuseAddress('--mirror', mirror);
  return {
    command, target, variant, name, mirror,
    data: values.data,
    tokenFile: values['token-file'],
    sha256: sha256?.toLowerCase(),
    accepts: values['accept-licence'],
    json: values.json,
    quiet: values.quiet,
  };
}

/** Refuses what is no plain address. A name and password in it would end up where addresses are written. */
export function refuseAddress(what: string, given: string): void {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new UsageError(`${what} has to be an address such as https://example.org, without name and password.`);
  }
}

const parse = (words: readonly string[]) =>
  readWords(words, {
    variant: { type: 'string' },
    name: { type: 'string' },
    sha256: { type: 'string' },
    'accept-licence': { type: 'boolean', default: false },
    mirror: { type: 'string' },
    'token-file': { type: 'string' },
    data: { type: 'string' },
    ...COMMON_OPTIONS,
  });
