/** The same server and database as another role. Everything else of the URL (host, TLS parameters) is kept. */
export function urlAs(baseUrl: string, user: string, password: string, database?: string): string {
  const url = new URL(baseUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
