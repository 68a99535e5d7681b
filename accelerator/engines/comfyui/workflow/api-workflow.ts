import { z } from 'zod';

/** A node as ComfyUI's API format writes it. An input is a value, or a link: the id of a node and the number of its output. */
export const ApiNode = z.looseObject({ class_type: z.string().min(1).max(200), inputs: z.record(z.string(), z.json()) });
export type ApiNode = z.infer<typeof ApiNode>;

/** Nodes by their ids. */
export const ApiWorkflow = z.record(z.string(), ApiNode);
export type ApiWorkflow = z.infer<typeof ApiWorkflow>;

export interface Link {
  readonly node: string;
  readonly output: number;
}

/** The link that an input holds; undefined where it holds a value. */
export function linkOf(value: unknown): Link | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [node, output] = value as unknown[];
  return typeof node === 'string' && typeof output === 'number' ? { node, output } : undefined;
}

export const classesOf = (workflow: ApiWorkflow): string[] => [...new Set(Object.values(workflow).map((node) => node.class_type))];
