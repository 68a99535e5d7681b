import type { Fault, FaultReason } from '#core/schema/fault.ts';
import type { Ending } from './kept-process.ts';
import type { SaidLine } from './said-lines.ts';

export const ENGINE = 'sd-cli';

interface Rule {
  readonly pattern: RegExp;
  readonly fault: (match: RegExpExecArray, device: string) => { readonly reason: FaultReason; readonly facts?: Fault['facts'] };
}

/**
 * What sd-cli goes on after, but not to what was asked: a file that it did not find or could not read costs it a line
 * of warning, and then whatever that leads to. These end the work as soon as they are said.
 */
const HOPELESS: readonly Rule[] = [
  { pattern: /^file (.+) not found$/, fault: ([, file = '']) => ({ reason: 'model-file-missing', facts: { file: baseName(file) } }) },
  { pattern: /^unknown format (.+)$/, fault: ([, file = '']) => refused(`It cannot read ${baseName(file)}.`) },
  { pattern: /^loading .* from '(.+)' failed$/, fault: ([, file = '']) => refused(`It cannot read ${baseName(file)}.`) },
  { pattern: /^can not found lora (.+)$/, fault: ([, file = '']) => ({ reason: 'lora-unreadable', facts: { file: baseName(file) } }) },
  { pattern: /^load lora tensors from (.+) failed$/, fault: ([, file = '']) => ({ reason: 'lora-unreadable', facts: { file: baseName(file) } }) },
];

/** What explains an end, the surest first. */
const FATAL: readonly Rule[] = [
  ...HOPELESS,
  { pattern: /^error: (?:unknown argument|invalid parameter for argument): (.+)$/, fault: ([, option = '']) => refused(`It does not know ${option}: another version of it is needed.`) },
  { pattern: /no space left on device|disk full|\bENOSPC\b/i, fault: () => ({ reason: 'no-room-on-disk', facts: { file: 'The clip' } }) },
  { pattern: /device ?lost|ErrorDeviceLost|illegal memory access|unspecified launch failure|fallen off the bus/i, fault: () => ({ reason: 'device-lost' }) },
  {
    pattern: /out ?of ?(?:device|host)? ?memory|failed to allocate|unable to allocate|alloc\S* .*(?:buffer|graph) failed|memory allocation of size \d+ failed|bad_alloc|too less memory|not enough (?:memory|space in the context)/i,
    fault: () => ({ reason: 'out-of-memory' }),
  },
  {
    pattern: /no CUDA-capable device|no (?:usable )?(?:GPU|devices?)(?: was| were)? found|failed to initialize (?:CUDA|Vulkan|Metal|backend)|(?:unknown|invalid) backend|backend .*(?:not found|not available)|driver version is insufficient/i,
    fault: (_, device) => ({ reason: 'provider-unavailable', facts: { provider: device } }),
  },
];

/** The fault of a line after which there is nothing to wait for. */
export function hopeless({ level, text }: SaidLine): Fault | undefined {
  return level === 'warn' || level === 'error' ? byRules(HOPELESS, text, '') : undefined;
}

/** Why sd-cli ended without what was asked of it. `device`: what it was to work on. */
export function endingFault(ending: Ending, lines: readonly SaidLine[], device: string): Fault {
  if (ending.error !== undefined) return startFault(ending.error);
  for (const rule of FATAL) {
    for (const { text } of lines) {
      const fault = byRules([rule], text, device);
      if (fault) return fault;
    }
  }
  const last = lines.findLast(({ level }) => level === 'error') ?? lines.findLast(({ level }) => level === undefined);
  const said = last && sentence(last.text);
  if (ending.signal !== null) return died(bySignal(ending.signal), said);
  return died(ending.code === 0 ? 'It ended well, but without a frame.' : `It ended with the code ${String(ending.code)}.`, said);
}

/** A program that cannot be started. */
export function startFault(code: string): Fault {
  const detail =
    { ENOENT: 'It is not there any more.', EACCES: 'It may not be run here.' }[code] ??
    `The system says ${code}.`;
  return { reason: 'engine-away', facts: { engine: ENGINE, detail } };
}

export const died = (detail: string, said?: string): Fault => ({
  reason: 'engine-died',
  facts: { engine: ENGINE, detail: said === undefined ? detail : `${detail} ${said}` },
});

const refused = (detail: string) => ({ reason: 'engine-refused' as const, facts: { engine: ENGINE, detail } });

function byRules(rules: readonly Rule[], text: string, device: string): Fault | undefined {
  for (const { pattern, fault } of rules) {
    const match = pattern.exec(text);
    if (match) return { facts: {}, ...fault(match, device) };
  }
  return undefined;
}

const bySignal = (signal: string): string =>
  signal === 'SIGKILL' ? 'It was killed from outside, as happens when the memory of the machine runs out.' : `It crashed (${signal}).`;

/** The last part of a path, of either kind of system. */
const baseName = (file: string): string => plain(file.split(/[/\\]/).at(-1) ?? file);

const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 200).trim();

function sentence(text: string): string {
  const words = plain(text);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
