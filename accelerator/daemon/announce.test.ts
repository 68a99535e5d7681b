import { describe, expect, it, vi } from 'vitest';
import type { Client } from '#core/schema/accelerator/client.ts';
import type { Pairing } from '../pairing/ports.ts';
import { codeWords, localAddress, networkAddresses, placeWords } from './announce.ts';
import { showCodes } from './show-codes.ts';

describe('where it says that it is', () => {
  it('is localhost on this machine, and an address elsewhere', () => {
    expect(['127.0.0.1', '0.0.0.0', 'fe80::1', 'gpu'].map((host, port) => localAddress({ host, port }))).toEqual([
      'http://localhost:0', 'http://localhost:1', 'http://[fe80::1]:2', 'http://gpu:3',
    ]);
    expect(networkAddresses({ host: '127.0.0.1', port: 1 })).toEqual([]);
  });

  it('names the other port where the wanted one was taken', () => {
    expect(placeWords(4717, { host: '127.0.0.1', port: 4718 })).toEqual(['Port 4717 is taken, so Kinora uses 4718.', 'Kinora is at http://localhost:4718']);
    expect(placeWords(0, { host: '127.0.0.1', port: 4718 })).toHaveLength(1);
    expect(placeWords(4717, { host: '0.0.0.0', port: 4717 })[1]).toContain('Every machine in your network can open it');
  });

  it('is https with a certificate, under the names that it is for', () => {
    const place = { host: '0.0.0.0', port: 4717, certified: ['localhost', '127.0.0.1', 'gpu.home', '192.168.0.7'] };
    expect(localAddress(place)).toBe('https://localhost:4717');
    expect(networkAddresses(place)).toEqual(['https://gpu.home:4717', 'https://192.168.0.7:4717']);
    expect(placeWords(4717, place).join(' ')).not.toContain('warn');
    expect(localAddress({ ...place, certified: ['127.0.0.1'] })).toBe('https://127.0.0.1:4717');
    expect(placeWords(4717, { ...place, certified: ['gpu.home'] }).at(-1)).toBe('The certificate is for gpu.home: under another name browsers warn of it.');
    expect(placeWords(4717, { ...place, host: 'gpu.home', certified: ['gpu.home'] })).toEqual(['Kinora is at https://gpu.home:4717']);
  });
});

describe('a code', () => {
  it('is shown as text and as a square picture with a margin', () => {
    const words = codeWords({ code: '7K3M-9QXT', until: 120_000 }, 'http://gpu:4717', 0);
    expect(words).toContain('enter http://gpu:4717 and the code\n\n    7K3M-9QXT\n');
    expect(words).toContain('for 2 minutes');
    const rows = words.split('\n').filter((line) => /^ {4}[█▀▄ ]+$/.test(line) && line.includes('█'));
    const wide = rows[0]!.length - 4;
    // Two rows of modules a line, 21 modules and two of margin on each side.
    expect([wide, rows.length]).toEqual([25, 13]);
    expect(rows[0]).toBe(`    ${'█'.repeat(25)}`);
  });

  it('is made when somebody asks, not once too many were wrong, and never named by what it paired', async () => {
    let paired: (client: Client) => void = () => undefined;
    let ask: () => void = () => undefined;
    let lock: (waitMs: number) => void = () => undefined;
    const offer = vi.fn<Pairing['offer']>().mockResolvedValueOnce({ ok: true, value: { code: '7K3M-9QXT', until: Date.now() + 60_000 } });
    offer.mockResolvedValueOnce({ ok: false, fault: { reason: 'locked', waitMs: 600_000 } }).mockRejectedValueOnce(new Error('full'));
    const pairing: Pairing = { offer, current: undefined, withdraw: () => undefined, onPaired: (listener) => ((paired = listener), () => undefined), onLocked: (listener) => ((lock = listener), () => undefined) };
    let said = '';
    const stop = showCodes(pairing, 'http://gpu:4717', { write: (text) => (said += text), onAsk: (listener) => ((ask = listener), () => (ask = () => undefined)), how: 'Enter gives a new one.' }, true);
    await vi.waitFor(() => expect(said).toContain('7K3M-9QXT'));
    expect(said).toContain('Enter gives a new one.');
    ask();
    await vi.waitFor(() => expect(said).toContain('there is no new one for 10 minutes. After that: Enter gives a new one.'));
    ask();
    await vi.waitFor(() => expect(said).toContain('No code could be made: full'));
    said = '';
    lock(1_200_000);
    expect(said).toBe('\nToo many wrong codes were entered: there is no new one for 20 minutes. After that: Enter gives a new one.\n');
    paired({ name: 'a\u001b[2J\nb', words: ['amber', 'river', 'stone', 'lark'] } as unknown as Client);
    expect(said).toContain('a[2Jb is paired. Both sides show the words amber river stone lark');
    stop();
    ask();
    expect(offer).toHaveBeenCalledTimes(3);
  });
});
