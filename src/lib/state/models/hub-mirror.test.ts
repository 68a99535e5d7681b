import { expect, it } from 'vitest';
import { mirrorAddress } from './hub-mirror.ts';

it.each([
  ['https://mirror.example', 'https://mirror.example'],
  [' https://mirror.example/hub/ ', 'https://mirror.example/hub'],
  ['http://192.168.1.5:8080', 'http://192.168.1.5:8080'],
  ['mirror.example', undefined],
  ['ftp://mirror.example', undefined],
  ['https://me:secret@mirror.example', undefined],
  ['https://mirror.example/?token=1', undefined],
  [`https://mirror.example/${'x'.repeat(300)}`, undefined],
])('a mirror is an address of the web and nothing more: %s', (typed, address) => {
  expect(mirrorAddress(typed)).toBe(address);
});
