import { randomBytes } from 'node:crypto';
import { encodeBase32NoPadding, decodeBase32IgnorePadding } from '@oslojs/encoding';
import { createTOTPKeyURI, generateHOTP, verifyHOTP } from '@oslojs/otp';

const STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps a phone's clock may be off in either direction. */
const STEPS_OFF = 1n;
const KEY_BYTES = 20;

export const newTotpKey = (): Uint8Array => new Uint8Array(randomBytes(KEY_BYTES));

/** What a person types into an authenticator when it cannot read the QR code. */
export const totpKeyText = (key: Uint8Array): string => encodeBase32NoPadding(key);

export const totpKeyOf = (text: string): Uint8Array => decodeBase32IgnorePadding(text);

/** The address an authenticator reads from a QR code. */
export function totpUri(key: Uint8Array, mail: string): string {
  return createTOTPKeyURI('Keyfall', mail, key, STEP_SECONDS, DIGITS);
}

// The one place that reads the process's clock instead of the database's: a phone knows nothing of the demo clock.
const stepNow = (): bigint => BigInt(Math.floor(Date.now() / (STEP_SECONDS * 1000)));

/** The passcode of this moment; for the demo's command line and for tests. */
export function totpCode(key: Uint8Array, stepsFromNow = 0n): string {
  return generateHOTP(key, stepNow() + stepsFromNow, DIGITS);
}

/** The time step a passcode belongs to, among those near enough; undefined when it is wrong. */
export function stepOfTotp(key: Uint8Array, code: string): bigint | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const now = stepNow();
  for (let step = now + STEPS_OFF; step >= now - STEPS_OFF; step -= 1n) {
    if (verifyHOTP(key, step, DIGITS, code)) return step;
  }
  return undefined;
}
