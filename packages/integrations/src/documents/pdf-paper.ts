import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
// TrueType files: a WOFF of this size would block the process for seconds while it is unpacked.
const FONTS = path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const REGULAR = path.join(FONTS, '400Regular', 'NotoSansSC_400Regular.ttf');
const BOLD = path.join(FONTS, '700Bold', 'NotoSansSC_700Bold.ttf');

const MARGIN = 48;
const INK = '#1c1f24';
const QUIET = '#667085';
const ALARM = '#b42318';
const RULE = '#d0d5dd';
const BODY_SIZE = 9;
const ROW_HEIGHT = 18;

export interface PaperColumn {
  readonly label: string;
  /** Of the width between the margins; all columns together make 1. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

/** A4 pages with a running foot, headings, paragraphs and tables whose heads are repeated on each page. */
export interface PdfPaper {
  /** What has been written so far, as it comes; ends with `end()`. */
  readonly bytes: AsyncIterable<Uint8Array>;
  title(text: string): void;
  heading(text: string, aside?: string): void;
  paragraph(text: string, tone?: 'normal' | 'quiet'): void;
  space(points: number): void;
  tableHead(columns: readonly PaperColumn[]): void;
  row(cells: readonly string[], weight?: 'normal' | 'strong'): void;
  end(): void;
  fail(error: unknown): void;
}

/** Opens a document. Text is cut to its cell with an ellipsis, never over its neighbour. */
export async function openPdfPaper(about: {
  readonly title: string;
  readonly pageLabel: (page: number) => string;
  /** Written large across every page, for a document that is not valid. */
  readonly mark?: string;
}): Promise<PdfPaper> {
  // Loaded when the first document is asked for: every start of a program would wait for it.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    info: { Title: about.title, Producer: 'Keyfall', Creator: 'Keyfall' },
  });
  doc.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const width = doc.page.width - 2 * MARGIN;
  const bottom = doc.page.height - MARGIN - 24;
  let page = 0;
  let columns: readonly PaperColumn[] = [];

  const stamp = (text: string): void => {
    const middle = { x: doc.page.width / 2, y: doc.page.height / 2 };
    doc.save().rotate(-30, { origin: [middle.x, middle.y] });
    doc.font('bold').fontSize(96).fillColor(ALARM).fillOpacity(0.22);
    doc.text(text, 0, middle.y - 60, { width: doc.page.width, align: 'center', lineBreak: false });
    doc.restore().fillOpacity(1);
  };
  const foot = (): void => {
    page += 1;
    const { x, y } = doc;
    // Below the margin PDFKit would begin a page; the margin is lifted for the length of the foot.
    doc.page.margins.bottom = 0;
    doc.font('regular').fontSize(8).fillColor(QUIET);
    doc.text(about.title, MARGIN, doc.page.height - MARGIN, { width: width * 0.7, lineBreak: false });
    doc.text(about.pageLabel(page), MARGIN, doc.page.height - MARGIN, { width, align: 'right', lineBreak: false });
    if (about.mark !== undefined) stamp(about.mark);
    doc.page.margins.bottom = MARGIN;
    doc.x = x;
    doc.y = y;
  };
  doc.on('pageAdded', foot);
  foot();
  doc.y = MARGIN;

  const cells = (texts: readonly string[], font: 'regular' | 'bold', color: string): void => {
    const y = doc.y + 4;
    let x = MARGIN;
    doc.font(font).fontSize(BODY_SIZE).fillColor(color);
    for (const [index, column] of columns.entries()) {
      const cellWidth = width * column.share;
      doc.text(texts[index] ?? '', x, y, {
        width: cellWidth - 6,
        height: ROW_HEIGHT - 4,
        align: column.align ?? 'left',
        ellipsis: true,
        lineBreak: false,
      });
      x += cellWidth;
    }
    doc.y = y - 4 + ROW_HEIGHT;
    doc.x = MARGIN;
  };
  const line = (): void => {
    doc
      .moveTo(MARGIN, doc.y)
      .lineTo(MARGIN + width, doc.y)
      .lineWidth(0.5)
      .strokeColor(RULE)
      .stroke();
  };
  const head = (): void => {
    cells(
      columns.map((column) => column.label),
      'regular',
      QUIET,
    );
    line();
  };
  const makeRoom = (height: number, repeatHead: boolean): void => {
    if (doc.y + height <= bottom) return;
    doc.addPage();
    doc.y = MARGIN;
    if (repeatHead) head();
  };

  return {
    bytes: doc as unknown as AsyncIterable<Uint8Array>,
    title(text) {
      doc.font('bold').fontSize(18).fillColor(INK).text(text, MARGIN, doc.y, { width });
    },
    heading(text, aside) {
      makeRoom(64, false);
      const { y } = doc;
      doc
        .font('bold')
        .fontSize(11)
        .fillColor(INK)
        .text(text, MARGIN, y, { width: width * 0.7 });
      if (aside !== undefined) doc.font('regular').fillColor(QUIET).text(aside, MARGIN, y, { width, align: 'right' });
      doc.x = MARGIN;
      doc.y = y + 20;
    },
    paragraph(text, tone = 'normal') {
      doc
        .font('regular')
        .fontSize(BODY_SIZE + 1)
        .fillColor(tone === 'quiet' ? QUIET : INK);
      makeRoom(doc.heightOfString(text, { width }), false);
      doc.text(text, MARGIN, doc.y, { width });
    },
    space(points) {
      doc.y += points;
    },
    tableHead(next) {
      columns = next;
      makeRoom(3 * ROW_HEIGHT, false);
      head();
    },
    row(texts, weight = 'normal') {
      makeRoom(ROW_HEIGHT, true);
      cells(texts, weight === 'strong' ? 'bold' : 'regular', INK);
    },
    end() {
      doc.end();
    },
    fail(error) {
      doc.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  };
}
