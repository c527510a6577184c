/** The part of yauzl 3.4 that the workbook reader uses; the package brings no types of its own. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileName: string;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    isEncrypted(): boolean;
    canDecodeFileData(): boolean;
  }

  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
  }

  export interface Options {
    readonly autoClose?: boolean;
    readonly validateEntrySizes?: boolean;
    readonly decodeStrings?: boolean;
  }

  const yauzl: {
    /** Entry names are validated and sizes compared with what is unpacked unless the options say otherwise. */
    fromBufferPromise(buffer: Buffer, options?: Options): Promise<ZipFile>;
  };
  export default yauzl;
}
