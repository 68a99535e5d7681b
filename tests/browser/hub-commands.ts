import { onnxOf } from '../../src/core/domain/models/model-bytes.test-support.ts';
import { HubStandIn, type Misdeed } from '../stand-ins/hub/stand-in.ts';

/** What a test in a browser tells the hub that stands in for the real one, which runs beside the browser. */
export interface HubOrder {
  /** Bytes of the one large file, `onnx/model.onnx` of `o/n`. */
  readonly size?: number;
  /** What the next answers about files do wrongly; `null` behaves. */
  readonly misdeeds?: readonly (Misdeed | null)[];
  readonly version?: number;
  /** Publishes a newer commit of `o/n`: its weights are others, as many bytes as before, and the rest stays. */
  readonly publish?: string;
  /** Gives `o/n` only to whoever brings this token. */
  readonly gate?: string;
  readonly forgetLog?: boolean;
  readonly close?: boolean;
}

export interface HubReport {
  readonly address: string;
  readonly sent: number;
  readonly asked: HubStandIn['log']['asked'];
}

const hubs = new Map<string, HubStandIn>();

/** Opens the hub of this name, or tells it something more. */
export async function hub(_context: unknown, name: string, { size = 400_000, misdeeds, version, publish, gate, forgetLog, close }: HubOrder = {}): Promise<HubReport> {
  let standIn = hubs.get(name);
  if (!standIn) {
    standIn = await HubStandIn.open();
    hubs.set(name, standIn);
    const text = new TextEncoder();
    standIn.repositories.set('o/n', {
      smallUpTo: 1000,
      files: new Map([['onnx/model.onnx', onnxOf(size)], ['config.json', text.encode('{"a":1}')], ['run.py', text.encode('x')]]),
    });
  }
  if (misdeeds) standIn.misdeeds.splice(0, Infinity, ...misdeeds.map((each) => each ?? undefined));
  if (version !== undefined) standIn.version = version;
  if (gate !== undefined) standIn.gated.set('o/n', gate);
  const before = standIn.repositories.get('o/n')!;
  if (publish !== undefined) {
    const weights = Uint8Array.from(before.files.get('onnx/model.onnx')!);
    weights[weights.length - 9]! ^= 1;
    standIn.repositories.set('o/n', { ...before, commit: publish, files: new Map([...before.files, ['onnx/model.onnx', weights]]) });
  }
  const { address, log } = standIn;
  const report = { address, sent: log.sent, asked: [...log.asked] };
  if (forgetLog) standIn.log = { sent: 0, asked: [] };
  if (close) {
    await standIn.close();
    hubs.delete(name);
  }
  return report;
}
