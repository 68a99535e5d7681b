import { expect, it } from 'vitest';
import { codeInFragment, pairingFragment } from './fragment.ts';

it('carries a code in an address and finds it again', () => {
  const long = '7K3M9QXT'.repeat(4);
  expect(codeInFragment(pairingFragment(long))).toBe(long);
  expect(codeInFragment('#pair=7k3m-9qxt')).toBe('7K3M9QXT');
  for (const other of ['', '#', '#pair=', '#pair=short', `#pair=${long}U`, `#x&pair=${long}`, '#pair=<script>']) expect(codeInFragment(other), other).toBeUndefined();
});
