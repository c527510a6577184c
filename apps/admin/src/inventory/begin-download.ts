/** Where the file of an export comes from; with an offset it goes on behind so many bytes. */
export function exportPath(id: string, offset?: number): string {
  const path = `/uploads/exports/${id}/codes.csv`;
  return offset === undefined ? path : `${path}?offset=${offset}`;
}

/** A form that posts: the browser saves the answer while it comes in, and no other page can make it do so. */
export function beginDownload(id: string, offset?: number): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = exportPath(id, offset);
  document.body.append(form);
  form.submit();
  form.remove();
}
