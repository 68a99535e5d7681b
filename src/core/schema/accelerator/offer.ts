import { z } from 'zod';
import { AcceleratorEngineId } from '../engine-id.ts';
import { Fault } from '../fault.ts';
import { ModelManifest } from '../manifest.ts';
import { WorkflowReading } from './workflow.ts';

/** A file that a model needs and that is not where its engine looks for it. */
export const MissingFile = z.object({
  file: z.string(),
  /** The folder that it belongs in, as the engine names it. */
  folder: z.string(),
  /** Where it can be had. */
  source: z.string().optional(),
});
export type MissingFile = z.infer<typeof MissingFile>;

/** A model as an engine offers it: what it can make, and what is still missing before it can. */
export const ModelOffer = ModelManifest.pick({
  id: true,
  name: true,
  version: true,
  family: true,
  license: true,
  modes: true,
  adapters: true,
  size: true,
  frames: true,
  frameRate: true,
  defaults: true,
}).extend({ missing: z.array(MissingFile).default([]) });
export type ModelOffer = z.infer<typeof ModelOffer>;

/** A folder that should hold a model, and why nothing can be made of it. */
export const UnreadableModel = z.object({ folder: z.string(), fault: Fault });
export type UnreadableModel = z.infer<typeof UnreadableModel>;

/** An engine of the accelerator, and what it can do now. */
export const EngineOffer = z.object({
  id: AcceleratorEngineId,
  version: z.string(),
  /** What does the work: `cuda`, `cpu`, the name of a graphics card … */
  provider: z.string(),
  /** One sentence: why this provider, or what is missing. */
  why: z.string(),
  models: z.array(ModelOffer),
  /** Absent for none. */
  unreadable: z.array(UnreadableModel).optional(),
  /** The workflows that a person has brought, with where a request goes in each: an engine that takes none says nothing. */
  workflows: z.array(WorkflowReading).optional(),
  /** Why it can take nothing now. */
  fault: Fault.optional(),
});
export type EngineOffer = z.infer<typeof EngineOffer>;
