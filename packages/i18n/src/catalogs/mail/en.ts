export default {
  title: 'Message from {{shop}}',
} as const;
