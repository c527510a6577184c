export const login = {
  title: 'Sign in to the back office',
  newPassword: 'New password',
} as const;

export const account = {
  secondFactor: 'Second factor',
  secondFactorHelp:
    'A code from an authenticator app beside your password. Needed for acts that move money or open secrets.',
  totpOn: 'On',
  totpOff: 'Off',
  totpNeededTitle: 'Set up your second factor',
  totpNeededHelp: 'Your role can move money, so a password alone is not enough here.',
  currentPassword: 'Present password',
  changePassword: 'Change the password',
  passwordChanged: 'Password changed',
  passwordEndsSessions: 'Ends your sessions on all other devices.',
  device: 'Device',
  address: 'Address',
  since: 'Since',
  seen: 'Last used',
  end: 'End',
  thisDevice: 'This device',
  endSession: 'Sign out',
  endOthers: 'Sign out everywhere else',
  endSessionHelp: 'That device must sign in again. Nothing saved is lost.',
  sessionEnded: 'Signed out',
  noSessions: 'No session',
  noSessionsHelp: 'Sign in to begin one.',
} as const;
