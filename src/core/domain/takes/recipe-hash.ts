import { type Sha256, Sha256 as Sha256Schema } from '../../schema/ids.ts';
import type { Recipe } from '../../schema/recipe.ts';
import { toUtf8 } from '../bytes/text-bytes.ts';

/**
 * The name of a recipe: the SHA-256 of its canonical JSON (`digest` gives it in hexadecimal). Two equal
 * recipes have one hash, however their keys are ordered and whether an absent part is left out or undefined.
 */
export async function recipeHash(recipe: Recipe, digest: (bytes: Uint8Array) => Promise<string>): Promise<Sha256> {
  return Sha256Schema.parse(await digest(toUtf8(canonicalJson(recipe))));
}

/**
 * JSON with sorted keys and no white space. Numbers are written as ECMAScript prints them, which is
 * what RFC 8785 (JSON Canonicalization Scheme) asks for.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    // By UTF-16 code units, as RFC 8785 says; a locale's order would differ between machines.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}
