import { expect, it } from 'vitest';
import { philox } from './philox.ts';

// Known answers of Random123 (github.com/DEShawResearch/random123, tests/kat_vectors, philox4x32 with 10 rounds).
it.each([
  ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
])('counter %s, key %s gives %s', (counter, key, answer) => {
  const numbers = (text: string) => text.split(' ').map((word) => Number.parseInt(word, 16));
  const block = Uint32Array.from(numbers(counter));
  const [key0 = 0, key1 = 0] = numbers(key);
  philox(block, key0, key1);
  expect([...block]).toEqual(numbers(answer));
});
