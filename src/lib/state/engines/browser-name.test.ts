import { expect, it } from 'vitest';
import { browserName } from './browser-name.ts';

it('names browser and system, and neither where neither is known', () => {
  expect(browserName({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })).toBe('Firefox on Linux');
  expect(browserName({ userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140.0' })).toBe('Edge on Windows');
  expect(browserName({ userAgent: 'Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537.36' })).toBe('Chrome on Android');
  expect(browserName({ userAgent: 'x', userAgentData: { brands: [{ brand: 'Chromium' }], platform: 'Android' } })).toBe('Chromium on Android');
  expect(browserName({ userAgent: 'something' })).toBe('A browser');
});
