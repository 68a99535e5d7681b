import { PDFDocument } from '@cantoo/pdf-lib';

/** The longer side of a poster, in PDF points: that of A4. Printers make it as large as they like. */
const LONGER = 841.89;

/** A frame of the film, a PNG, as a page of its own shape without a border. */
export async function posterSheet(name: string, png: Uint8Array, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(`${name}: poster`);
  pdf.setProducer('Kinora');
  pdf.setCreator('Kinora');
  pdf.setCreationDate(new Date(now));
  pdf.setModificationDate(new Date(now));
  const image = await pdf.embedPng(png);
  const { width, height } = image.scaleToFit(LONGER, LONGER);
  pdf.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
  return new Uint8Array(await pdf.save());
}
