/** The public link over which people apply to become distributors, for whoever shares it and for whoever follows it. */
export default {
  link: {
    title: 'Public application link',
    help: 'Anybody who has this link can apply to sell directly below you. It opens nothing by itself: whoever applies proves its mail address, hands in its data and waits to be let in.',
    on: 'The link is open',
    onHelp: 'Switched off, it leads nowhere. Applications already handed in stay.',
    make: 'Make a link',
    address: 'Address',
    copy: 'Copy the link',
    qr: 'QR code of the application link',
    renew: 'Make a new link',
    renewHelp: 'The link shared so far leads nowhere from then on, wherever it was printed or posted.',
    renewed: 'The new link is ready',
    hindrances: {
      tenant: 'Inviting others is switched off, so nobody can apply over it.',
      distributor: 'You may not recruit, so nobody can apply over it.',
      depth: 'Below you there is no room, so nobody can apply over it.',
    },
  },
  page: {
    title: 'Become a distributor',
    lead: 'You apply to “{{name}}”. We send you a link to go on with; it takes a few minutes.',
    company: 'Name of your company or shop',
    contact: 'Your name',
    mail: 'Email',
    phone: 'Phone (optional)',
    send: 'Apply',
    sentTitle: 'Look into your mailbox',
    sentHelp: 'A link is on its way to {{mail}}. It works for three days.',
    shutTitle: 'This link is not open',
    shutHelp: 'It was switched off or replaced. Ask whoever gave it to you for a new one.',
    confirmTitle: 'Go on with your application',
    confirmLead:
      'You apply to “{{to}}” for “{{name}}”, as {{mail}}. Choose a password; then you fill in your company’s data.',
    goOn: 'Go on',
  },
} as const;
