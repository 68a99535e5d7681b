import { z } from 'zod';

/** What ONNX Runtime computes with: the processor, or a graphics card in one of four ways. */
export const PROVIDERS = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

/** What a provider said when it was tried. */
export const ProviderState = z.discriminatedUnion('works', [
  z.object({ works: z.literal(true), milliseconds: z.number().nonnegative() }),
  z.object({ works: z.literal(false), why: z.string() }),
]);
export type ProviderState = z.infer<typeof ProviderState>;
