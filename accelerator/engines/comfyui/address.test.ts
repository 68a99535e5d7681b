import { describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { isNear, mustBeNear } from './address.ts';

const reasonOf = async (address: string, allowed: string[] = []) => {
  const error = await mustBeNear(new URL(address), allowed).catch((thrown: unknown) => thrown);
  return error instanceof FaultError ? error.fault.reason : error;
};

describe('the address of a server', () => {
  it('is near on this machine and in private networks only', () => {
    for (const near of ['127.0.0.1', '127.8.9.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.5', '::1', 'fd00::1', 'fe80::1']) expect([near, isNear(near)]).toEqual([near, true]);
    for (const far of ['0.0.0.0', '8.8.8.8', '172.32.0.1', '192.169.0.1', '169.254.169.254', '100.64.0.1', '2606:4700::1', '::', '::ffff:8.8.8.8', 'localhost', '']) expect([far, isNear(far)]).toEqual([far, false]);
  });

  it('is refused outside, unless a person has allowed its host', async () => {
    expect(await reasonOf('http://8.8.8.8:8188/')).toBe('address-not-allowed');
    expect(await reasonOf('http://0x08080808:8188/')).toBe('address-not-allowed');
    expect(await reasonOf('http://8.8.8.8:8188/', ['8.8.8.8'])).toBeUndefined();
    expect(await reasonOf('http://[2606:4700::1]/', ['[2606:4700::1]'])).toBeUndefined();
    expect(await reasonOf('http://localhost:8188/')).toBeUndefined();
    expect(await reasonOf('http://[::1]:8188/')).toBeUndefined();
    expect(await reasonOf('http://nowhere.invalid:8188/')).toBe('engine-away');
  });
});
