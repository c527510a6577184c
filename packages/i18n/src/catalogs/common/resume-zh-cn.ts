import type { Translation } from '../../catalog-types.ts';
import type en from './resume-en.ts';

export default {
  act: '继续…',
  title: '继续下载',
  part: '中断的文件',
  partHelp: '如仍保留且未改动，则只下载其余部分并接在其后。',
  differs: '所选文件不是该文件的一部分，或该文件此后已有变化。请另选文件，或移除后下载全部。',
  whole: '下载全部',
  rest: '下载其余部分',
} satisfies Translation<typeof en>;
