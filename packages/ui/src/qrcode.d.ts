/** The part of `qrcode` that we use; the package ships no types. */
declare module 'qrcode' {
  interface BitMatrix {
    readonly size: number;
    get: (row: number, column: number) => number;
  }
  const QRCode: {
    create: (text: string, options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' }) => { readonly modules: BitMatrix };
  };
  export default QRCode;
}
