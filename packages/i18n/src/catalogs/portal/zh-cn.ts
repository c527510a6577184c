import type { Translation } from '../../catalog-types.ts';
import type en from './en.ts';

export default {
  title: '分销商后台',
} satisfies Translation<typeof en>;
