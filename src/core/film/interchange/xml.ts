/** An element to be written: its name, its attributes (undefined ones are left out) and what it holds. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (XmlElement | string)[];
}

export const element = (
  name: string,
  attributes: XmlElement['attributes'] = {},
  children: readonly (XmlElement | string | undefined | false)[] = [],
): XmlElement => ({ name, attributes, children: children.filter((child) => child !== undefined && child !== false) });

/** An element that holds a text, a number or a truth as xmeml writes it. */
export const valued = (name: string, value: string | number | boolean): XmlElement =>
  element(name, {}, [typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : String(value)]);

/**
 * XML 1.0 has no way to write most control characters, half surrogates and the last two of a plane: they
 * are left out. https://www.w3.org/TR/xml/#charsets
 */
const clean = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };
const escapeText = (text: string): string => clean(text).replace(/[&<>\r]/g, (one) => ENTITIES[one] as string);
const escapeAttribute = (text: string): string => clean(text).replace(/[&<>"\n\r\t]/g, (one) => ENTITIES[one] as string);

/** A whole document, indented; an element that holds text stands in one line, so that its text stays as it is. */
export const xmlDocument = (root: XmlElement, doctype: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${doctype}>\n${lines(root, '').join('\n')}\n`;

function lines({ name, attributes, children }: XmlElement, indent: string): string[] {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeAttribute(String(value))}"`]));
  const open = `${indent}<${name}${written.join('')}`;
  if (children.length === 0) return [`${open}/>`];
  if (children.some((child) => typeof child === 'string')) return [`${open}>${children.map(inLine).join('')}</${name}>`];
  return [`${open}>`, ...children.flatMap((child) => lines(child as XmlElement, `${indent}  `)), `${indent}</${name}>`];
}

const inLine = (child: XmlElement | string): string => (typeof child === 'string' ? escapeText(child) : lines(child, '').join(''));
