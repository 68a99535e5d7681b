import { expect, it } from 'vitest';
import { networkLeave } from './network-leave.ts';

it.each([
  ['https://studio.example/accelerator', 'http://192.168.0.7:4717', 'needs-https'],
  ['https://studio.example/accelerator', 'http://gpu.home:4717', 'needs-https'],
  ['https://192.168.0.7:4717/', 'http://192.168.0.8:4717', 'needs-https'],
  // To a browser this machine itself is as good as https.
  ['https://localhost:4717/', 'http://127.0.0.1:4718', 'not-needed'],
  ['https://gpu.home:4717/', 'https://gpu.home:4717', 'not-needed'],
  ['http://localhost:4717/', 'http://192.168.0.7:4717', 'not-needed'],
])('a page at %s reaches %s: %s', async (page, address, leave) => {
  expect(await networkLeave(address, page)).toBe(leave);
});
