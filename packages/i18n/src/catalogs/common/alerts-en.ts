/** The list of alerts, as both offices show it. */
export default {
  kind: 'Alert',
  about: 'About',
  act: 'Act',
  since: 'Since',
  closed: 'Closed',
  states: { open: 'Open', closed: 'Closed' },
  next: 'What to do',
  isNew: 'New',
  noneTitle: 'No alert',
  noneHelp: 'Nothing waits for you here.',
} as const;
