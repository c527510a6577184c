import http from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface HttpClientOptions {
  /** The port on this machine; the host only names the app, so no name has to resolve. */
  readonly port: number;
  readonly host: string;
  /** The address it claims to come from, where the server trusts its proxy. */
  readonly address?: string;
}

/** No answer at all: the server was not there, or went away before it answered. */
export class NoAnswer extends Error {}

const TIMEOUT_MS = 30_000;

/** A browser's side of the protocol without a browser: one host, its cookies, connections that are kept. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #agent: http.Agent;
  readonly #cookies = new Map<string, string>();

  constructor(options: HttpClientOptions, agent = new http.Agent({ keepAlive: true })) {
    this.#options = options;
    this.#agent = agent;
  }

  /** Sends JSON and reads text. @throws NoAnswer */
  async send(method: 'GET' | 'POST', path: string, json?: unknown): Promise<HttpAnswer> {
    const { port } = this.#options;
    const body = json === undefined ? undefined : JSON.stringify(json);
    const headers = this.#headers();
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
    return await new Promise((resolve, reject) => {
      const failed = (cause: Error): void => reject(new NoAnswer(`${method} ${path}: ${cause.message}`, { cause }));
      const request = http.request(
        { host: '127.0.0.1', port, path, method, headers, agent: this.#agent, timeout: TIMEOUT_MS },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', failed);
          response.on('aborted', () => failed(new Error('cut in the middle')));
          response.on('end', () => {
            this.#keepCookies(response.headers['set-cookie'] ?? []);
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', failed);
      request.end(body);
    });
  }

  /**
   * Posts for a file and reads it, all of it or until so many bytes are there: then the socket is cut. @throws NoAnswer,
   * ApiRefusal
   */
  async receive(path: string, cutAfterBytes = Infinity): Promise<Buffer> {
    const { port } = this.#options;
    return await new Promise((resolve, reject) => {
      const failed = (cause: Error): void => reject(new NoAnswer(`${path}: ${cause.message}`, { cause }));
      const request = http.request(
        { host: '127.0.0.1', port, path, method: 'POST', headers: this.#headers(), agent: false, timeout: TIMEOUT_MS },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            bytes += chunk.length;
            if (bytes < cutAfterBytes) return;
            resolve(Buffer.concat(chunks).subarray(0, cutAfterBytes));
            request.destroy();
          });
          response.on('error', failed);
          response.on('end', () => {
            const all = Buffer.concat(chunks);
            if (response.statusCode === 200) resolve(all);
            else reject(new ApiRefusal(path, response.statusCode ?? 0, all.toString('utf8')));
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', failed);
      request.end();
    });
  }

  #headers(): Record<string, string> {
    const { port, host, address } = this.#options;
    const headers: Record<string, string> = { host: `${host}:${port}` };
    if (address !== undefined) headers['x-forwarded-for'] = address;
    if (this.#cookies.size > 0) headers['cookie'] = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    return headers;
  }

  #keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const pair = /^([^=;]+)=([^;]*)/.exec(line);
      if (pair?.[1] !== undefined && pair[2] !== undefined) this.#cookies.set(pair[1], pair[2]);
    }
  }
}

/** A refusal of the API: its code is part of the contract, its status tells designed ones from broken ones. */
export class ApiRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(path: string, status: number, text: string) {
    const code = /"code":"([a-z_]+)"/.exec(text)?.[1] ?? 'unreadable';
    super(`${path}: ${status} ${code}`);
    this.code = code;
    this.status = status;
  }
}

interface TrpcAnswer {
  readonly result?: { readonly data?: unknown };
}

/** Calls a procedure of an audience's API. @throws ApiRefusal, NoAnswer */
export async function callTrpc<Output>(
  client: HttpClient,
  audience: 'admin' | 'portal' | 'shop',
  kind: 'query' | 'mutation',
  procedure: string,
  input?: unknown,
): Promise<Output> {
  const path = `/trpc/${audience}/${procedure}`;
  const query = kind === 'query' && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const answer = await client.send(
    kind === 'query' ? 'GET' : 'POST',
    `${path}${query}`,
    kind === 'query' ? undefined : (input ?? {}),
  );
  if (answer.status !== 200) throw new ApiRefusal(procedure, answer.status, answer.text);
  return (JSON.parse(answer.text) as TrpcAnswer).result?.data as Output;
}

/** Posts to a plain route. @throws ApiRefusal, NoAnswer */
export async function postJson<Output>(client: HttpClient, path: string, json: unknown): Promise<Output> {
  const answer = await client.send('POST', path, json);
  if (answer.status !== 200) throw new ApiRefusal(path, answer.status, answer.text);
  return JSON.parse(answer.text) as Output;
}
