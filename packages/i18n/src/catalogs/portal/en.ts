export default {
  title: 'Distributor portal',
} as const;
