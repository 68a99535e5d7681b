import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type Addresses, isOnce, isWelcome, ownAddresses } from './visitors.ts';

const PORT = 4717;

const isLetIn = (host: string | undefined, origin: string | undefined, addresses: Addresses = {}, port: number | undefined = PORT, isSecure = false): boolean =>
  isWelcome({ host, origin, isSecure, port }, ownAddresses(addresses));

describe('hosts', () => {
  it.each(['localhost:4717', '127.0.0.1:4717', '[::1]:4717', 'LocalHost:4717'])('%s is ours', (host) => {
    expect(isLetIn(host, undefined)).toBe(true);
  });

  it.each([
    undefined, '', ' ', ':4717', 'localhost', 'localhost:', 'localhost:80', 'localhost:4718', 'localhost:04717', 'localhost:47170', 'localhost:-1',
    'localhost.:4717', 'localhost..:4717', '.localhost:4717', 'localhost:4717:4717', 'localhost:4717.', 'localhost:4717/', 'localhost:4717#', 'localhost:4717?x',
    'evil.example:4717', 'localhost.evil.example:4717', '127.0.0.1.evil.example:4717', 'r.attacker.example:4717', '127-0-0-1.nip.io:4717', 'foo.localhost:4717',
    'user@localhost:4717', 'localhost@evil.example:4717', 'localhost:4717@evil.example', 'localhost:pass@localhost:4717', 'localhost\\@evil.example:4717',
    'xn--lcalhost-i4a:4717', 'lοcalhost:4717', 'ｌocalhost:4717', 'localhost%00:4717', 'localhost\u0000:4717', 'localhost\n:4717', 'localhost\r\n:4717', 'localhost :4717', ' localhost:4717', 'local host:4717',
    '2130706433:4717', '0x7f000001:4717', '0x7f.0.0.1:4717', '0177.0.0.1:4717', '127.1:4717', '127.0.1:4717', '127.0.0.1.:4717', '127.0.0.01:4717', '127.000.000.001:4717', '127.0.0.2:4717',
    '0.0.0.0:4717', '0:4717', '[::]:4717', '[0:0:0:0:0:0:0:0]:4717', '[::1%25lo]:4717', '[0:0:0:0:0:0:0:1]:4717', '[::ffff:127.0.0.1]:4717', '::1:4717', '[::1:4717', '::1]:4717', '[[::1]]:4717', '[localhost]:4717',
    'localhost,evil.example:4717', 'localhost, localhost:4717', 'http://localhost:4717', '//localhost:4717', '192.168.0.7:4717', '169.254.169.254:4717',
  ])('%j is not', (host) => {
    expect(isLetIn(host, undefined)).toBe(false);
  });

  it('are nobody’s where nothing has reached a port of ours', () => {
    expect(isLetIn('localhost:4717', undefined, {}, NaN)).toBe(false);
    expect(isWelcome({ host: 'localhost', origin: undefined, isSecure: false, port: undefined }, ownAddresses({}))).toBe(false);
  });

  it('need no port where the port is 80', () => {
    expect(isLetIn('localhost', 'http://localhost', {}, 80)).toBe(true);
  });

  it('are bare addresses too where the whole network is asked for, never foreign names nor everybody’s address', () => {
    for (const host of ['0.0.0.0', '::']) {
      for (const name of ['192.168.0.7:4717', '[fe80::1]:4717', '[::ffff:10.0.0.1]:4717', 'localhost:4717', `${hostname().toLowerCase()}.local:4717`]) expect(isLetIn(name, undefined, { host })).toBe(true);
      for (const name of ['evil.example:4717', '0.0.0.0:4717', '[::]:4717', '[0:0::0]:4717', '3232235527:4717', '0xc0.0xa8.0.7:4717', '192.168.7:4717', '192.168.0.7', '192.168.0.7:80', '[192.168.0.7]:4717']) {
        expect(isLetIn(name, undefined, { host })).toBe(false);
      }
    }
  });

  it('are the one name that is asked for, and those that were allowed, whose port is another server’s', () => {
    expect(isLetIn('studio.home:4717', undefined, { host: 'studio.home' })).toBe(true);
    expect(isLetIn('[fd00::7]:4717', undefined, { host: 'fd00::7' })).toBe(true);
    expect(isLetIn('192.168.0.7:4717', undefined, { host: 'studio.home' })).toBe(false);
    const behind = { allowedHosts: ['gpu.example'] };
    for (const name of ['gpu.example', 'gpu.example:8443', 'GPU.example']) expect(isLetIn(name, undefined, behind)).toBe(true);
    for (const name of ['gpu.example.', 'a.gpu.example', 'gpu.example.evil.example', 'gpu.example:x']) expect(isLetIn(name, undefined, behind)).toBe(false);
  });
});

describe('origins', () => {
  it.each(['http://localhost:4717', 'http://127.0.0.1:4717', 'http://[::1]:4717'])('%s is ours', (origin) => {
    expect(isLetIn('localhost:4717', origin)).toBe(true);
  });

  it.each([
    '', 'null', 'undefined', 'localhost:4717', '//localhost:4717', 'http://', 'http:', 'http:/localhost:4717', 'http:localhost:4717', 'file://', 'data:', 'about:blank', 'chrome-extension://localhost:4717',
    'https://localhost:4717', 'ws://localhost:4717', 'ftp://localhost:4717', 'HTTP://localhost:4717', 'http://LOCALHOST:4717', 'hTTp://localhost:4717',
    'http://localhost', 'http://localhost:80', 'http://localhost:3000', 'http://localhost:47170', 'http://localhost:04717', 'http://localhost:4717:4717',
    'http://localhost:4717/', 'http://localhost:4717/x', 'http://localhost:4717?', 'http://localhost:4717#', 'http://localhost:4717 ', ' http://localhost:4717', 'http://localhost:4717\n', 'http://localhost:4717\r\nX: y', 'http://localhost:4717\t',
    'http://localhost.:4717', 'http://localhost.evil.com:4717', 'http://evil.com', 'http://evil.com:4717', 'http://localhost:4717.evil.com', 'http://localhost:4717@evil.com', 'http://user@localhost:4717', 'http://user:pass@localhost:4717', 'http://localhost:4717,http://evil.com', 'http://localhost:4717, http://localhost:4717', 'http://evil.com#@localhost:4717', 'http://evil.com\\@localhost:4717',
    'http://xn--lcalhost-i4a:4717', 'http://lοcalhost:4717', 'http://127.1:4717', 'http://2130706433:4717', 'http://0x7f000001:4717', 'http://0.0.0.0:4717', 'http://[::]:4717', 'http://127.0.0.2:4717', 'http://192.168.0.7:4717', 'http://r.attacker.example:4717',
  ])('%j is not', (origin) => {
    expect(isLetIn('localhost:4717', origin)).toBe(false);
  });

  it('of rebound names are refused with their host', () => {
    expect(isLetIn('r.attacker.example:4717', 'http://r.attacker.example:4717')).toBe(false);
    expect(isLetIn('r.attacker.example:4717', undefined)).toBe(false);
  });

  it('of another machine in the network are not ours, only that of the address that is asked', () => {
    const everywhere = { host: '0.0.0.0' };
    expect(isLetIn('192.168.0.7:4717', 'http://192.168.0.7:4717', everywhere)).toBe(true);
    expect(isLetIn('192.168.0.7:4717', 'http://192.168.0.99:4717', everywhere)).toBe(false);
    expect(isLetIn('192.168.0.7:4717', 'http://192.168.0.7:8080', everywhere)).toBe(false);
  });

  it('behind another server are those of the very address that is asked there', () => {
    const behind = { allowedHosts: ['gpu.example'] };
    expect(isLetIn('gpu.example', 'https://gpu.example', behind)).toBe(true);
    expect(isLetIn('gpu.example:8443', 'https://gpu.example:8443', behind)).toBe(true);
    expect(isLetIn('gpu.example', 'https://gpu.example:9000', behind)).toBe(false);
    expect(isLetIn('localhost:4717', 'https://gpu.example', behind)).toBe(false);
  });

  it('of studios that were allowed are welcome, to the letter', () => {
    const studio = { allowedOrigins: ['https://studio.example'] };
    expect(isLetIn('localhost:4717', 'https://studio.example', studio)).toBe(true);
    for (const origin of ['http://studio.example', 'https://studio.example:8443', 'https://studio.example.', 'https://a.studio.example', 'https://studio.example/', 'https://STUDIO.example']) {
      expect(isLetIn('localhost:4717', origin, studio)).toBe(false);
    }
    expect(isLetIn('evil.example:4717', 'https://studio.example', studio)).toBe(false);
  });
});

describe('over TLS', () => {
  const isLetInSecurely = (host: string, origin?: string, addresses: Addresses = {}, port = PORT): boolean => isLetIn(host, origin, addresses, port, true);

  it('pages are ours that came over TLS themselves', () => {
    expect(isLetInSecurely('localhost:4717', 'https://localhost:4717')).toBe(true);
    expect(isLetInSecurely('localhost:4717', 'https://127.0.0.1:4717')).toBe(true);
    for (const origin of ['http://localhost:4717', 'https://localhost', 'https://localhost:4718', 'https://evil.example:4717', 'wss://localhost:4717']) expect(isLetInSecurely('localhost:4717', origin), origin).toBe(false);
  });

  it('no port is needed where the port is 443, and that of http is another', () => {
    expect(isLetInSecurely('localhost', 'https://localhost', {}, 443)).toBe(true);
    expect(isLetInSecurely('localhost', undefined, {}, 80)).toBe(false);
    expect(isLetIn('localhost', undefined, {}, 443)).toBe(false);
  });

  it('the names of the certificate are ours, on our port alone', () => {
    const named = { host: '0.0.0.0', certifiedNames: ['gpu.home', '192.168.0.7', 'fd00::7'] };
    for (const name of ['gpu.home:4717', 'GPU.home:4717', '[fd00::7]:4717']) expect(isLetInSecurely(name, undefined, named), name).toBe(true);
    expect(isLetInSecurely('gpu.home:4717', 'https://gpu.home:4717', named)).toBe(true);
    for (const name of ['gpu.home', 'gpu.home:443', 'a.gpu.home:4717', 'gpu.home.evil.example:4717', 'evil.example:4717']) expect(isLetInSecurely(name, undefined, named), name).toBe(false);
  });
});

describe('isOnce', () => {
  it('sees a header that stands there twice, however it is written', () => {
    expect(isOnce(['Host', 'a'], 'host')).toBe(true);
    expect(isOnce([], 'host')).toBe(false);
    expect(isOnce(['Host', 'a', 'X', 'host', 'HOST', 'a'], 'host')).toBe(false);
    expect(isOnce(['X', 'host', 'host', 'a'], 'host')).toBe(true);
  });
});
