import { expect, it } from 'vitest';
import { deviceName } from './device-name.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

it('a device is told by its browser and system, and not at all when nothing is known of it', () => {
  expect(deviceName(CHROME)).toContain('Chrome');
  expect(deviceName(CHROME)).toContain('Windows');
  expect(deviceName(SAFARI)).toContain('Safari');
  expect(deviceName(null)).toBeUndefined();
});
