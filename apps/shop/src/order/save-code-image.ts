import { groupCode } from '@keyfall/ui';

export interface CodeImage {
  readonly shopName: string;
  readonly accent: string;
  readonly title: string;
  readonly parts: readonly { readonly label: string; readonly value: string }[];
  readonly footer: string;
  readonly fileName: string;
}

const WIDTH = 1080;
const MARGIN = 72;
const HEAD = 132;
const CODE_LINE = 76;
const SANS = "'Inter Variable', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, monospace";

/** Lines of a code that fit the width, broken between groups; a link without groups is broken anywhere. */
function fitLines(context: CanvasRenderingContext2D, code: string, widthMax: number): readonly string[] {
  const groups = groupCode(code);
  const pieces = groups.length > 1 ? groups : [...code];
  const joint = groups.length > 1 ? ' ' : '';
  const lines: string[] = [''];
  for (const piece of pieces) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? piece : `${last}${joint}${piece}`;
    if (last === '' || context.measureText(longer).width <= widthMax) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/** Draws the code on a picture in the brand's colour and hands it to the browser as a file. Nothing leaves the device. */
export async function saveCodeImage(image: CodeImage): Promise<void> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return;
  const codeFont = `600 54px ${MONO}`;
  context.font = codeFont;
  const parts = image.parts.map((part) => ({ ...part, lines: fitLines(context, part.value, WIDTH - 2 * MARGIN) }));
  const body = parts.reduce((height, part) => height + 60 + part.lines.length * CODE_LINE + 24, 0);
  canvas.width = WIDTH;
  canvas.height = HEAD + 110 + body + 100;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, WIDTH, canvas.height);
  context.fillStyle = image.accent;
  context.fillRect(0, 0, WIDTH, 14);
  context.fillStyle = '#1b1c21';
  context.font = `700 44px ${SANS}`;
  context.fillText(image.shopName, MARGIN, HEAD - 30, WIDTH - 2 * MARGIN);
  context.font = `500 36px ${SANS}`;
  context.fillText(image.title, MARGIN, HEAD + 40, WIDTH - 2 * MARGIN);
  let y = HEAD + 110;
  for (const part of parts) {
    context.fillStyle = '#5d5e69';
    context.font = `400 30px ${SANS}`;
    context.fillText(part.label, MARGIN, y + 30);
    y += 60;
    context.fillStyle = '#1b1c21';
    context.font = codeFont;
    for (const line of part.lines) {
      context.fillText(line, MARGIN, y + 50);
      y += CODE_LINE;
    }
    y += 24;
  }
  context.fillStyle = '#5d5e69';
  context.font = `400 28px ${SANS}`;
  context.fillText(image.footer, MARGIN, canvas.height - 50);
  await download(canvas, image.fileName);
}

async function download(canvas: HTMLCanvasElement, fileName: string): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) return;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
