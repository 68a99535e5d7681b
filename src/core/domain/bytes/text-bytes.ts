/**
 * The part of the Encoding standard that core uses. Every host has it; only the types of ES2023,
 * which core is checked against, lack it.
 */
interface EncodingGlobals {
  TextEncoder: new () => { encode(text: string): Uint8Array };
  TextDecoder: new (label: 'utf-8', options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };
}
const { TextEncoder, TextDecoder } = globalThis as unknown as EncodingGlobals;

/** The text as UTF-8. Lone surrogates become U+FFFD. */
export const toUtf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text that the bytes spell; throws TypeError for bytes that are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
