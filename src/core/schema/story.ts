import { z } from 'zod';
import { ClipRole } from './clip.ts';
import { Instant } from './film-time.ts';
import { StoryId } from './project-ids.ts';

/** How fast a story's shots follow each other. */
export const Pacing = z.enum(['slow', 'steady', 'quick']);
export type Pacing = z.infer<typeof Pacing>;

/** One part of a story: it becomes a scene. */
export const StorySegment = z.object({
  name: z.string().min(1).max(120),
  /** What happens, in a sentence or two. */
  happens: z.string().min(1).max(1_000),
  /** Where it happens and in what light: its clips inherit it as a prompt. */
  place: z.string().max(400),
  role: ClipRole.nullable(),
  /** Its share of the film's length beside the others. */
  weight: z.number().min(0.1).max(10),
});
export type StorySegment = z.infer<typeof StorySegment>;

/** Who wrote a story: the built-in story engine by a dramatic structure, or a language model; a person's changes do not change it. */
export const StoryWriter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('built-in'), structure: z.string() }),
  z.object({ kind: z.literal('model'), model: z.string() }),
]);
export type StoryWriter = z.infer<typeof StoryWriter>;

/** What a person can change about a story. */
export const StoryContent = z.object({
  title: z.string().min(1).max(120),
  narrative: z.string().min(1).max(4_000),
  /** A word or two: playful, calm and proud. */
  tone: z.string().min(1).max(80),
  pacing: Pacing,
  /** How the pictures look: goes into every prompt. */
  visualStyle: z.string().max(400),
  keyMoments: z.array(z.string().min(1).max(400)).max(12),
  segments: z.array(StorySegment).min(1).max(24),
});
export type StoryContent = z.infer<typeof StoryContent>;

/** One way to tell what the brief asks for. */
export const Story = StoryContent.extend({ id: StoryId, writer: StoryWriter, createdAt: Instant });
export type Story = z.infer<typeof Story>;

/** A story that is not in a project yet. */
export const NewStory = StoryContent.extend({ writer: StoryWriter });
export type NewStory = z.infer<typeof NewStory>;
