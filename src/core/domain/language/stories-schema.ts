const text = (most: number, least?: number) => ({ type: 'string', ...(least !== undefined && { minLength: least }), maxLength: most });

const object = (properties: Readonly<Record<string, unknown>>) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });

const list = (items: unknown, most: number, least?: number) => ({ type: 'array', items, ...(least !== undefined && { minItems: least }), maxItems: most });

const SEGMENT = object({
  name: text(120, 1),
  happens: text(1_000, 1),
  place: text(400),
  role: { anyOf: [{ type: 'string', enum: ['hook', 'body', 'call-to-action'] }, { type: 'null' }] },
  weight: { type: 'number', minimum: 0.1, maximum: 10 },
});

const STORY = object({
  title: text(120, 1),
  narrative: text(4_000, 1),
  tone: text(80, 1),
  pacing: { type: 'string', enum: ['slow', 'steady', 'quick'] },
  visualStyle: text(400),
  keyMoments: list(text(400, 1), 12),
  segments: list(SEGMENT, 24, 1),
});

/**
 * So many stories as JSON Schema, draft 7, as a language model is held to them: what Zod writes of `StoryContent`. It stands
 * here because every schema of the first page would bring its part of Zod's writer along, for this one alone.
 */
export const storiesSchema = (count: number): Readonly<Record<string, unknown>> => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...object({ stories: list(STORY, count, count) }),
});
