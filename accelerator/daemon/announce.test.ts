import { describe, expect, it, vi } from 'vitest';
import type { Client } from '#core/schema/accelerator/client.ts';
import type { Pairing } from '../pairing/ports.ts';
import { codeWords, localAddress, networkAddresses, placeWords } from './announce.ts';
import { showCodes } from './show-codes.ts';

describe('where it says that it is', () => {
  it('is localhost on this machine, and an address elsewhere', () => {
    expect([localAddress('127.0.0.1', 1), localAddress('0.0.0.0', 2), localAddress('fe80::1', 3), localAddress('gpu', 4)]).toEqual([
      'http://localhost:1', 'http://localhost:2', 'http://[fe80::1]:3', 'http://gpu:4',
    ]);
    expect(networkAddresses('127.0.0.1', 1)).toEqual([]);
  });

  it('names the other port where the wanted one was taken', () => {
    expect(placeWords(4717, '127.0.0.1', 4718)).toEqual(['Port 4717 is taken, so Kinora uses 4718.', 'Kinora is at http://localhost:4718']);
    expect(placeWords(0, '127.0.0.1', 4718)).toHaveLength(1);
    expect(placeWords(4717, '0.0.0.0', 4717)[1]).toContain('Every machine in your network can open it');
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
    const offer = vi.fn<Pairing['offer']>().mockResolvedValueOnce({ ok: true, value: { code: '7K3M-9QXT', until: Date.now() + 60_000 } });
    offer.mockResolvedValueOnce({ ok: false, fault: { reason: 'locked', waitMs: 600_000 } }).mockRejectedValueOnce(new Error('full'));
    const pairing: Pairing = { offer, current: undefined, withdraw: () => undefined, onPaired: (listener) => ((paired = listener), () => undefined) };
    let said = '';
    const stop = showCodes(pairing, 'http://gpu:4717', { write: (text) => (said += text), onAsk: (listener) => ((ask = listener), () => (ask = () => undefined)), how: 'Enter gives a new one.' }, true);
    await vi.waitFor(() => expect(said).toContain('7K3M-9QXT'));
    expect(said).toContain('Enter gives a new one.');
    ask();
    await vi.waitFor(() => expect(said).toContain('there is no new one for 10 minutes'));
    ask();
    await vi.waitFor(() => expect(said).toContain('No code could be made: full'));
    paired({ name: 'a\u001b[2J\nb', words: ['amber', 'river', 'stone', 'lark'] } as unknown as Client);
    expect(said).toContain('a[2Jb is paired. Both sides show the words amber river stone lark');
    stop();
    ask();
    expect(offer).toHaveBeenCalledTimes(3);
  });
});
