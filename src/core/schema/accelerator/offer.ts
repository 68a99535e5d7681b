import { z } from 'zod';
import { AcceleratorEngineId } from '../engine-id.ts';
import { Fault } from '../fault.ts';
import { FilmFormat, FilmVideoCodec } from '../film-sheet.ts';
import { FrameMode } from '../frame-model.ts';
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
}).extend({
  missing: z.array(MissingFile).default([]),
  /** Whether it is in memory now. Absent where the engine loads models with each job, and cannot be told to before. */
  loaded: z.boolean().optional(),
});
export type ModelOffer = z.infer<typeof ModelOffer>;

/** A folder that should hold a model, and why nothing can be made of it. */
export const UnreadableModel = z.object({ folder: z.string(), fault: Fault });
export type UnreadableModel = z.infer<typeof UnreadableModel>;

/** How an engine makes films of cuts. */
export const FilmOffer = z.object({
  formats: z.array(FilmFormat),
  /** The codecs that it encodes pictures with. */
  video: z.array(FilmVideoCodec),
  /** What it can do to takes before it draws them. Absent for nothing. */
  enhances: z.array(FrameMode).optional(),
  /** Pixels of finished frames a second, as it was tried on a short film. */
  speed: z.number().positive(),
});
export type FilmOffer = z.infer<typeof FilmOffer>;

/** An engine of the accelerator, and what it can do now. */
export const EngineOffer = z.object({
  id: AcceleratorEngineId,
  version: z.string(),
  /** What does the work: `cuda`, `cpu`, the name of a graphics card … */
  provider: z.string(),
  /** One sentence: why this provider, or what is missing. */
  why: z.string(),
  models: z.array(ModelOffer),
  /** How many jobs of one studio it wants at a time: those that it works on, and those that are next. Absent for one. */
  takes: z.int().min(1).max(64).optional(),
  /** Absent for none. */
  unreadable: z.array(UnreadableModel).optional(),
  /** It keeps models in memory between jobs, and lets go of them all when told to. Absent where each model says whether it is in memory. */
  holdsMemory: z.boolean().optional(),
  /** The workflows that a person has brought, with where a request goes in each: an engine that takes none says nothing. */
  workflows: z.array(WorkflowReading).optional(),
  /** Absent where it makes none, or has not tried yet how. */
  films: FilmOffer.optional(),
  /** What it does to frames that are there already. Absent where it does nothing to them. */
  enhances: z.array(FrameMode).optional(),
  /** A file on the accelerator's machine by which another program finds the models that are fetched there. */
  modelPaths: z.string().optional(),
  /** Why it can take nothing now. */
  fault: Fault.optional(),
});
export type EngineOffer = z.infer<typeof EngineOffer>;
