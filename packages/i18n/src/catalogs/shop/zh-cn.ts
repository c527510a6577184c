import type { Translation } from '../../catalog-types.ts';
import type en from './en.ts';

export default {
  title: '店铺',
} satisfies Translation<typeof en>;
