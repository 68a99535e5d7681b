import { escaped, marked } from './docs-text.ts';

/** As much of JSON Schema as our shapes use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** What a value may be, in a line; an object's fields follow as a list. */
export function typeHtml(schema: Schema): string {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return `<a href="#shape-${name}">${escaped(name)}</a>`;
  return `<span class="type">${escaped(inWords(schema))}</span>${inner(schema)}`;
}

/** The fields of an object, or the ways in which it may look. */
export function typeList(schema: Schema): string {
  if (schema.properties) return fields(schema);
  return `<p>${typeHtml(schema)}</p>`;
}

function fields({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `<div><dt><code>${escaped(name)}</code>${required.includes(name) ? '' : ' <span class="aside">may be absent</span>'}</dt><dd>${typeHtml(schema)}${schema.description ? `<p>${marked(schema.description)}</p>` : ''}</dd></div>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

function inner(schema: Schema): string {
  const ways = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (ways?.some((way) => way.properties ?? way.$ref)) return `<ul>${ways.map((way) => `<li>${typeHtml(way)}</li>`).join('')}</ul>`;
  if (schema.items?.$ref ?? schema.items?.properties) return ` ${typeHtml(schema.items!)}`;
  return schema.properties ? fields(schema) : '';
}

function inWords(schema: Schema): string {
  const { type, enum: values, const: only, items, prefixItems, additionalProperties, default: otherwise } = schema;
  const ways = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  const limits = bounds(schema);
  if (items) return `list${limits.map((limit) => `, ${limit}`).join('')}${limits.length > 0 ? ',' : ''} of${items.$ref || items.properties ? '' : ` ${inWords(items)}`}${given(otherwise)}`;
  const kind =
    only !== undefined
      ? JSON.stringify(only)
      : values
        ? values.map(String).join(', ')
        : ways
          ? ways.some((way) => way.properties ?? way.$ref)
            ? 'one of'
            : ways.map(inWords).join(' or ')
          : prefixItems
            ? `[${prefixItems.map(inWords).join(', ')}]`
            : typeof additionalProperties === 'object'
                ? `object with values of: ${inWords(additionalProperties)}`
                : [type].flat().join(' or ') || 'anything';
  return `${[kind, schema.format, ...limits].filter(Boolean).join(', ')}${given(otherwise)}`;
}

const given = (otherwise: unknown): string => (otherwise === undefined ? '' : `; ${JSON.stringify(otherwise)} where absent`);
const characters = (count: number): string => `${count} character${count === 1 ? '' : 's'}`;

function bounds({ minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems, pattern }: Schema): readonly string[] {
  return [
    minimum !== undefined && `from ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `to ${maximum}`,
    minLength !== undefined && minLength > 0 && `at least ${characters(minLength)}`,
    maxLength !== undefined && `at most ${characters(maxLength)}`,
    minItems !== undefined && `at least ${minItems}`,
    maxItems !== undefined && `at most ${maxItems}`,
    pattern === '^[0-9a-f]{64}$' && '64 hexadecimal digits',
  ].filter((words) => words !== false);
}
