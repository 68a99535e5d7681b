import { z } from 'zod';

/** A graphics card at one moment. What could not be read is absent, never guessed. */
export const GpuReading = z.object({
  name: z.string(),
  /** Bytes. */
  memoryTotal: z.int().nonnegative().optional(),
  memoryUsed: z.int().nonnegative().optional(),
  /** 0 to 1. */
  load: z.number().min(0).max(1).optional(),
  /** Degrees Celsius. */
  temperature: z.number().optional(),
  /** Watts. */
  power: z.number().nonnegative().optional(),
});
export type GpuReading = z.infer<typeof GpuReading>;

/** The machine at one moment. Bytes; parts are 0 to 1. */
export const MachineReading = z.object({
  /** Milliseconds since 1970. */
  at: z.int().nonnegative(),
  gpus: z.array(GpuReading),
  cpu: z.object({ load: z.number().min(0).max(1), cores: z.int().positive() }),
  memory: z.object({ total: z.int().nonnegative(), free: z.int().nonnegative() }),
  /** The disk that the accelerator keeps its data on. */
  disk: z.object({ total: z.int().nonnegative(), free: z.int().nonnegative() }).optional(),
});
export type MachineReading = z.infer<typeof MachineReading>;
