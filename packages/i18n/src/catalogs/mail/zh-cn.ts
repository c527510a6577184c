import type { Translation } from '../../catalog-types.ts';
import type en from './en.ts';

export default {
  title: '来自{{shop}}的消息',
} satisfies Translation<typeof en>;
