import { FaultError, type FaultReason } from '#core/schema/fault.ts';

/** A sentence that a server has said is cut here, in characters. */
const LONGEST = 600;

const ENGINE = 'ComfyUI';

/** A fault of this engine, with what there is to say about it as whole sentences. */
export const engineFault = (reason: Extract<FaultReason, `engine-${string}`>, detail: string): FaultError =>
  new FaultError(reason, { engine: ENGINE, detail: sentence(detail) });

function sentence(words: string): string {
  const plain = words.replace(/\s+/g, ' ').trim();
  const short = plain.length > LONGEST ? `${plain.slice(0, LONGEST)} …` : plain;
  return /[.…!?]$/.test(short) ? short : `${short}.`;
}

const OUT_OF_MEMORY = /out of memory|OutOfMemory|Allocation on device|\bMemoryError\b|not enough memory/i;
const DEVICE_LOST = /GPU is lost|device lost|device-side assert|illegal memory access|unspecified launch failure/i;

export interface ExecutionError {
  readonly node_id?: string | number | null | undefined;
  readonly node_type?: string | null | undefined;
  readonly exception_message?: string | null | undefined;
  readonly exception_type?: string | null | undefined;
}

/** What an exception in a node is to us. */
export function faultOfExecution({ node_id, node_type, exception_message, exception_type }: ExecutionError): FaultError {
  const words = `${exception_type ?? ''} ${exception_message ?? ''}`;
  if (OUT_OF_MEMORY.test(words)) return new FaultError('out-of-memory');
  if (DEVICE_LOST.test(words)) return new FaultError('device-lost');
  const where = `${node_type ?? 'A node'}${node_id === undefined || node_id === null ? '' : ` (node ${node_id})`}`;
  return engineFault('engine-refused', `${where} failed: ${exception_message || exception_type || 'it did not say why'}`);
}

export interface PromptRefusal {
  readonly error?: string | { readonly message?: string | undefined; readonly details?: string | undefined } | undefined;
  readonly node_errors?: Readonly<Record<string, NodeErrors>> | undefined;
}
interface NodeErrors {
  readonly class_type?: string | undefined;
  readonly errors?: readonly {
    readonly message?: string | undefined;
    readonly details?: string | undefined;
    readonly extra_info?: { readonly input_name?: string | undefined; readonly received_value?: unknown } | undefined;
  }[] | undefined;
}

/** A refused prompt in a sentence that names the node, the input and the value. */
export function faultOfRefusal({ error, node_errors = {} }: PromptRefusal): FaultError {
  const said = Object.entries(node_errors).flatMap(([id, { class_type = 'a node', errors = [] }]) =>
    errors.map(({ message = 'something is wrong', details = '', extra_info }) => {
      const input = extra_info?.input_name;
      const value = extra_info?.received_value;
      const given = input === undefined ? '' : `, ${input}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}`;
      return `${class_type} (node ${id}${given}): ${message}${details === '' || details === input ? '' : `: ${details}`}`;
    }),
  );
  const whole = typeof error === 'string' ? error : [error?.message, error?.details].filter((part) => part !== undefined && part !== '').join(': ');
  return engineFault('engine-refused', said.length > 0 ? said.join('; ') : whole || 'It did not say why');
}
