import { networkInterfaces } from 'node:os';
import qrcode from 'qrcode-generator';
import type { Offer } from '../pairing/ports.ts';

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Where a browser on this machine finds us. */
export function localAddress(host: string, port: number): string {
  const name = isEverywhere(host) || host === '127.0.0.1' || host === '::1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** The addresses under which other machines of the network find us; none where we listen to this machine only. */
export function networkAddresses(host: string, port: number): string[] {
  if (!isEverywhere(host)) return [];
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => `http://${address}:${port}`);
}

/** Sentences about where we are. */
export function placeWords(wanted: number, host: string, port: number): string[] {
  const others = networkAddresses(host, port);
  return [
    ...(wanted !== 0 && port !== wanted ? [`Port ${wanted} is taken, so Kinora uses ${port}.`] : []),
    `Kinora is at ${localAddress(host, port)}`,
    ...(isEverywhere(host) ? [`Every machine in your network can open it${others.length > 0 ? `, at ${others.join(' or ')}` : ' under the address of this one'}.`] : []),
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
