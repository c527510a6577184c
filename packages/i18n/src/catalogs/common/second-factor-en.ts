/** Setting up an authenticator app, in both back offices. */
export default {
  on: 'On',
  off: 'Off',
  setUp: 'Set it up',
  move: 'Move to another device',
  newRecovery: 'New recovery codes',
  passwordFirst: 'First confirm your password.',
  presentCode: 'Code from the present device',
  scan: 'Scan this with your authenticator app, then type the six digits it shows.',
  qr: 'QR code with the key for your authenticator app',
  orType: 'No camera? Type this key:',
  key: 'Key',
  openApp: 'Open in an app on this device',
  turnOn: 'Turn on',
  recoveryIntro:
    'Keep these recovery codes in a safe place. Each opens your account once if the phone is lost; they are not shown again.',
  copyRecovery: 'Copy the recovery codes',
  keptRecovery: 'I have kept them',
} as const;
