export default {
  title: 'Wholesaler back office',
} as const;
