import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { ToolAnswer } from './run-tool.ts';

/** A program that reads graphics cards. */
export interface GpuSource {
  readonly program: string;
  ask(program: string): Promise<ToolAnswer>;
  /** The cards in what it said; none where that is not understood. */
  read(text: string): readonly GpuReading[];
}
