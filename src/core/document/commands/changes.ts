import type { z } from 'zod';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import { fail, ok, type Result } from '../../schema/result.ts';

/** Some of the fields of a thing; what is undefined is left alone. */
export type Changes<Value> = { readonly [Field in keyof Value]?: Value[Field] | undefined };

/** The changes that were given, checked against the schema of the whole. The refusal names the first bad field. */
export function checkChanges<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  changes: object,
): Result<Record<string, unknown>, EditRefusal> {
  const checked: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    const parsed = (schema.shape[field] as z.ZodType | undefined)?.safeParse(value);
    if (!parsed?.success) return fail({ reason: 'value-invalid', field });
    checked[field] = parsed.data;
  }
  return ok(checked);
}

/** Where a person types, if the changes are the text of one field: typing on there is one change. */
export function typedField(table: string, id: string, changes: Readonly<Record<string, unknown>>): string | undefined {
  const [field, ...others] = Object.keys(changes);
  return field !== undefined && others.length === 0 && typeof changes[field] === 'string' ? `${table}/${id}/${field}` : undefined;
}
