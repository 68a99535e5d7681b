import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Precision } from '#core/domain/memory/memory-plan-types.ts';
import { headerBytes, isSafetensorsHeader, LENGTH_BYTES } from '#core/domain/pool/safetensors.ts';
import { FaultError } from '#core/schema/fault.ts';
import { ByteWindow } from './byte-window.ts';
import type { Role } from './catalogue.ts';
import { readGguf } from './gguf.ts';

/** A file that can be used. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly role: Role;
  /** How finely its weights are kept; `own` where its name does not say. */
  readonly precision: Precision;
  /** Whether sd-cli can keep its weights more coarsely while it loads them. */
  readonly loadsCoarser: boolean;
}

/** Whether a file may be one of a model's, by the end of its name. */
export const isModelName = (name: string): boolean => /\.(gguf|safetensors)$/i.test(name);

/** What a file is, by its name; undefined for files that no model here needs. */
export function roleOfName(name: string): Role | undefined {
  const text = name.toLowerCase();
  const expert = /high/.test(text) ? 'high' : /low/.test(text) ? 'low' : undefined;
  if (/umt5.?xxl/.test(text)) return 'text';
  if (/vae/.test(text)) return /wan.?2[._]1/.test(text) ? 'vae-2.1' : /wan.?2[._]2/.test(text) ? 'vae-2.2' : undefined;
  if (!/wan.?2[._]2/.test(text)) return undefined;
  const isLora = /lora|lightx2v|lightning/.test(text);
  if (/ti2v/.test(text)) return /5b/.test(text) && !isLora ? 'ti2v' : undefined;
  const mode = /t2v/.test(text) ? 't2v' : /i2v/.test(text) ? 'i2v' : undefined;
  if (!mode || !expert) return undefined;
  if (isLora) return /lightx2v|lightning/.test(text) ? `${mode}-fast-${expert}` : undefined;
  return /14b/.test(text) ? `${mode}-${expert}` : undefined;
}

/** What a diffusion model and a text encoder call themselves inside a GGUF file. */
const ARCHITECTURES: Readonly<Partial<Record<Role, RegExp>>> = {
  ...{ 't2v-high': /^wan/, 't2v-low': /^wan/, 'i2v-high': /^wan/, 'i2v-low': /^wan/, ti2v: /^wan/ },
  text: /t5/,
};

const NAMED: readonly (readonly [RegExp, Precision])[] = [
  [/q8_0|q8/, 'q8'],
  [/q6/, 'q6'],
  [/q5/, 'q5'],
  [/q4|iq4|q3|q2/, 'q4'],
  // Weights of 8 bits with a comma are unfolded to 16 when they are loaded.
  [/bf16|fp16|f16|fp8|e4m3|e5m2/, 'bf16'],
];

const precisionOf = (name: string): Precision => NAMED.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1] ?? 'own';

/**
 * Reads the header of a file that its name says is a `role`, and answers what it is. What a file is stands in its
 * first bytes, whatever its name ends in. Throws FaultError `file-unreadable`, `model-file-truncated` or `file-empty`.
 */
export async function readModelFile(file: string, role: Role): Promise<ModelFile> {
  const name = path.basename(file);
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new FaultError('file-empty', { file: name });
    const window = new ByteWindow(handle, size, name);
    const isGguf = size >= 4 && (await window.text(4)) === 'GGUF';
    if (isGguf) {
      const { architecture } = await readGguf(new ByteWindow(handle, size, name), name);
      const expected = ARCHITECTURES[role];
      if (architecture !== undefined && expected && !expected.test(architecture)) {
        throw new FaultError('file-unreadable', { file: name, problem: `inside it calls itself ${shown(architecture)}` });
      }
    } else {
      await checkSafetensors(new ByteWindow(handle, size, name), name);
    }
    const precision = precisionOf(name);
    return { path: file, bytes: size, role, precision, loadsCoarser: !isGguf };
  } finally {
    await handle.close();
  }
}

async function checkSafetensors(window: ByteWindow, file: string): Promise<void> {
  const start = await window.take(Math.min(LENGTH_BYTES, window.size));
  const length = headerBytes(start, window.size);
  if (length === undefined) throw new FaultError('file-unreadable', { file, problem: 'it is neither GGUF nor safetensors, or not whole' });
  const text = await window.text(length);
  if (!isSafetensorsHeader(text, window.size - LENGTH_BYTES - length)) {
    throw new FaultError('file-unreadable', { file, problem: 'its header does not fit its bytes' });
  }
  if (/"[^"]+\.scale_weight"/.test(text) || (/"[^"]+\.weight_scale"/.test(text) && text.includes('"F8_'))) {
    throw new FaultError('file-unreadable', { file, problem: SCALED });
  }
}

/** Versions before September 2026 load them without their scales and without a word. */
const SCALED = 'its weights are scaled, of which many versions of sd-cli make white pictures; take it as GGUF or in 16 bits';

/** A few plain characters of a text that a file brings. */
const shown = (text: string): string => JSON.stringify(text.slice(0, 40));
