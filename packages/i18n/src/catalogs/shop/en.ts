export default {
  title: 'Shop',
} as const;
