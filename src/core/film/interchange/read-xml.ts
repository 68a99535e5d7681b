import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ReturnFault } from '../../domain/returned-cut/returned-cut.ts';
import { fail, ok, type Result } from '../../schema/result.ts';

/** An element as it was read: what it holds in order, and the text in it. */
export interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ReadElement[];
  readonly text: string;
}

/** The largest file that is read, in UTF-16 code units. */
export const LARGEST_TEXT = 32 * 1024 ** 2;
/** Deeper than any timeline. */
const DEEPEST = 60;

const TEXT = '#text';
const ATTRIBUTES = ':@';

/**
 * An XML document as its root element. Nothing in it is looked up or put in: a document that defines
 * entities is refused, and the five of XML itself are the only ones that are known.
 */
export function readXml(text: string): Result<ReadElement, ReturnFault> {
  if (text.length > LARGEST_TEXT) return fail({ reason: 'too-large', limit: LARGEST_TEXT });
  const whole = text.replace(/^\ufeff/, '').trim();
  if (whole === '') return fail({ reason: 'empty' });
  if (!whole.startsWith('<')) return fail({ reason: 'not-xml', line: 1 });
  if (/<!ENTITY/i.test(whole) || /<!DOCTYPE[^>[]*\[/i.test(whole)) return fail({ reason: 'entities' });
  if (deeperThan(whole, DEEPEST)) return fail({ reason: 'too-deep' });
  const valid = XMLValidator.validate(whole);
  if (valid !== true) return fail({ reason: 'not-xml', line: valid.err.line });
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: DEEPEST + 2,
  });
  try {
    const root = (parser.parse(whole) as readonly unknown[]).map(readNode).find((node) => node !== undefined);
    return root ? ok(root) : fail({ reason: 'not-xml' });
  } catch {
    // The parser throws on what its validator lets through, as names that it keeps for itself.
    return fail({ reason: 'not-xml' });
  }
}

/** Whether elements stand inside each other deeper than that, as far as brackets tell. */
function deeperThan(text: string, most: number): boolean {
  let depth = 0;
  for (const { 1: closes, 2: empty } of text.matchAll(/<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
    if (closes === '/') depth -= 1;
    else if (empty !== '/') depth += 1;
    if (depth > most) return true;
  }
  return false;
}

function readNode(node: unknown): ReadElement | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const record = node as Readonly<Record<string, unknown>>;
  const name = Object.keys(record).find((key) => key !== ATTRIBUTES && key !== TEXT);
  if (name === undefined) return undefined;
  const inside = Array.isArray(record[name]) ? (record[name] as readonly unknown[]) : [];
  const attributes = Object.entries((record[ATTRIBUTES] ?? {}) as Readonly<Record<string, unknown>>).map(([key, value]) => [key, decode(String(value))] as const);
  const texts = inside.map((one) => (one as Readonly<Record<string, unknown>>)[TEXT]).filter((one) => typeof one === 'string');
  return {
    name,
    attributes: Object.fromEntries(attributes),
    children: inside.map(readNode).filter((child) => child !== undefined),
    text: decode(texts.join('')),
  };
}

const KNOWN: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (all, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
    if (code !== undefined) return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : '';
    return KNOWN[name ?? ''] ?? all;
  });

export const childrenNamed = (element: ReadElement, name: string): ReadElement[] => element.children.filter((child) => child.name === name);

/** All elements of that name below, in the order of the document. */
export function* below(element: ReadElement, name: string): Generator<ReadElement> {
  for (const child of element.children) {
    if (child.name === name) yield child;
    yield* below(child, name);
  }
}
