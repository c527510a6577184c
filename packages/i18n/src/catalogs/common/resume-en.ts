/** Going on with a download that broke off. */
export default {
  act: 'Go on…',
  title: 'Go on with this download',
  part: 'The file that broke off',
  partHelp: 'If you still have it, unchanged: then only the rest is fetched and put behind it.',
  differs:
    'This is no part of that file, or the file has changed since. Choose another one, or remove it and download all of it.',
  whole: 'Download all of it',
  rest: 'Fetch the rest',
} as const;
