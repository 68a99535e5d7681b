import { networkInterfaces } from 'node:os';
import qrcode from 'qrcode-generator';
import type { Offer } from '../pairing/ports.ts';

/** Where we listen, and as whom. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** The names of the certificate that is shown there; absent where none is, and everything goes over plain http. */
  readonly certified?: readonly string[] | undefined;
}

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';
const isOfThisMachine = (name: string): boolean => name === 'localhost' || name === '::1' || name.startsWith('127.');
const addressOf = (name: string, { port, certified }: Place): string => `${certified ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;

/** Where a browser on this machine finds us. */
export const localAddress = (place: Place): string => addressOf(localName(place), place);

function localName({ host, certified }: Place): string {
  if (!isEverywhere(host) && host !== '127.0.0.1' && host !== '::1') return host;
  // Under localhost, unless the certificate is only for the address that this stands for.
  return certified && !certified.includes('localhost') ? (certified.find(isOfThisMachine) ?? 'localhost') : 'localhost';
}

/** The addresses under which other machines of the network find us; none where we listen to this machine only. */
export function networkAddresses(place: Place): string[] {
  if (!isEverywhere(place.host)) return [];
  const certified = (place.certified ?? []).filter((name) => !isOfThisMachine(name));
  const own = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  return (certified.length > 0 ? certified : own).map((name) => addressOf(name, place));
}

/** Sentences about where we are. */
export function placeWords(wanted: number, place: Place): string[] {
  const { host, port, certified } = place;
  const others = networkAddresses(place);
  return [
    ...(wanted !== 0 && port !== wanted ? [`Port ${wanted} is taken, so Kinora uses ${port}.`] : []),
    `Kinora is at ${localAddress(place)}`,
    ...(isEverywhere(host) ? [`Every machine in your network can open it${others.length > 0 ? `, at ${others.join(' or ')}` : ' under the address of this one'}.`] : []),
    ...(certified && !certified.includes(localName(place)) ? [`The certificate is for ${certified.length > 0 ? certified.join(', ') : 'names that stand for many'}: under another name browsers warn of it.`] : []),
  ];
}

/** What a person does with a code, for a terminal, with the code as a picture to be read by a camera. */
export function codeWords({ code, until }: Offer, address: string, now: number): string {
  const minutes = Math.max(1, Math.round((until - now) / 60_000));
  return [
    `To pair a studio, open its Accelerator screen and enter ${address} and the code`,
    '',
    `    ${code}`,
    '',
    qrWords(code),
    `It is good once, for ${minutes === 1 ? 'one minute' : `${minutes} minutes`}.`,
  ].join('\n');
}

/** A QR code of half blocks: two rows a line, light on dark as terminals mostly are, with the margin that cameras need. */
function qrWords(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const isLight = (row: number, column: number) => row < 0 || column < 0 || row >= count || column >= count || !code.isDark(row, column);
  const lines: string[] = [];
  for (let row = -2; row < count + 2; row += 2) {
    let line = '    ';
    for (let column = -2; column < count + 2; column += 1) {
      const [upper, lower] = [isLight(row, column), isLight(row + 1, column)];
      line += upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
    }
    lines.push(line);
  }
  return lines.join('\n');
}
