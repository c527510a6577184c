import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { CodeFileRefused } from './code-file-refused.ts';

/** What is told about a part's XML; names come without their namespace prefix. */
export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Characters between two tags; the longest cell holds 32,767. */
const RUN_CHARS_MAX = 1024 * 1024;
/** Bytes are handed over in slices, so that the guard below is asked often enough. */
const SLICE_BYTES = 64 * 1024;
const DEPTH_MAX = 64;

/**
 * Feeds the bytes of one part to a streaming XML parser. Nothing a part may contain makes it keep more than a bounded
 * piece: a text or tag without end, tags nested without end and document types are refused.
 */
export class XmlFeed {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #decoder = new StringDecoder('utf8');
  #sinceEvent = 0;
  #depth = 0;

  constructor(handlers: XmlHandlers) {
    this.#parser.on('doctype', () => {
      throw new CodeFileRefused('workbook_damaged');
    });
    this.#parser.on('opentag', (tag) => {
      this.#sinceEvent = 0;
      this.#depth += 1;
      if (this.#depth > DEPTH_MAX) throw new CodeFileRefused('workbook_damaged');
      handlers.open?.(localName(tag.name), localAttributes(tag.attributes));
    });
    const onText = (text: string): void => {
      this.#sinceEvent = 0;
      handlers.text?.(text);
    };
    this.#parser.on('text', onText);
    this.#parser.on('cdata', onText);
    this.#parser.on('closetag', (tag) => {
      this.#sinceEvent = 0;
      this.#depth -= 1;
      handlers.close?.(localName(tag.name));
    });
  }

  /** @throws CodeFileRefused or the parser's own error on XML that is none. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      const text = this.#decoder.write(bytes.subarray(at, at + SLICE_BYTES));
      this.#sinceEvent += text.length;
      if (this.#sinceEvent > RUN_CHARS_MAX) throw new CodeFileRefused('workbook_damaged');
      this.#parser.write(text);
    }
  }

  close(): void {
    this.#parser.write(this.#decoder.end());
    this.#parser.close();
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function localAttributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const local: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) local[localName(name)] = value;
  return local;
}
