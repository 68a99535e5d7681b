import { PDFDocument, PDFDict, PDFHexString, PDFName, PDFRawStream, decodePDFRawStream } from '@cantoo/pdf-lib';

/** The letters that the fonts of a PDF say they write, by their ToUnicode maps. */
export async function lettersOfPdf(bytes: Uint8Array): Promise<Set<string>> {
  const pdf = await PDFDocument.load(bytes);
  const letters = new Set<string>();
  for (const [, object] of pdf.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    const map = object.lookup(PDFName.of('ToUnicode'));
    if (!(map instanceof PDFRawStream)) continue;
    const text = new TextDecoder('latin1').decode(decodePDFRawStream(map).decode());
    for (const [, hex = ''] of text.matchAll(/^<[0-9A-F]{4}> <([0-9A-F]+)>$/gim)) {
      const units = hex.match(/.{4}/g)?.map((unit) => Number.parseInt(unit, 16)) ?? [];
      for (const letter of String.fromCharCode(...units)) letters.add(letter);
    }
  }
  return letters;
}

/** The words that are painted in a PDF, as its marks say them, and how many pictures hold them. */
export async function paintedInPdf(bytes: Uint8Array): Promise<{ readonly words: readonly string[]; readonly pictures: number }> {
  const pdf = await PDFDocument.load(bytes);
  const words: string[] = [];
  let pictures = 0;
  for (const [, object] of pdf.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream)) continue;
    // What is clear in a picture is a picture of its own.
    if (object.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Image')) pictures += object.dict.has(PDFName.of('SMask')) ? 1 : 0;
    else {
      const text = new TextDecoder('latin1').decode(decodePDFRawStream(object).decode());
      for (const [, hex = ''] of text.matchAll(/\/Span\s*<<\s*\/ActualText\s*<([0-9A-F]+)>\s*>>\s*BDC/gi)) words.push(PDFHexString.of(hex).decodeText());
    }
  }
  return { words, pictures };
}
