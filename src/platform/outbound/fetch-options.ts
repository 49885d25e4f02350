/** What a request may say and take. All optional. */
export interface FetchOptions {
  /** Default: GET. A POST never follows a redirect: it would carry its body to who was not asked for. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /**
   * Sent to the origin of the URL. A redirect to another origin takes only `accept`, `accept-language` and
   * `user-agent` along. What belongs to the connection (`host`, `content-length`, …) is not the caller's to set.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a POST. */
  readonly body?: string;
  /** Default: 5. With 0 a redirect is an error, TooManyRedirectsError, not the answer. */
  readonly maxRedirects?: number;
  /**
   * Headers for one URL of the way only, such as `if-none-match`: what it asks makes sense to no other. Written as
   * `finalUrl` gives it.
   */
  readonly onlyFor?: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  /** Awaited before each hop is connected to, and after it was judged. What it throws ends the fetch. */
  readonly beforeHop?: (url: URL) => Promise<void>;
  /** Longest wait for name, TCP and TLS of one hop. Default: FETCH_CONNECT_TIMEOUT_MS. */
  readonly connectTimeoutMs?: number;
  /** Longest wait for the header of one hop's response. Default: FETCH_FIRST_BYTE_TIMEOUT_MS. */
  readonly firstByteTimeoutMs?: number;
  /** Limit of the whole, redirects included. Default: FETCH_TIMEOUT_MS. */
  readonly timeoutMs?: number;
  /** Of the body after decompression. Default: FETCH_MAX_BYTES. */
  readonly maxBytes?: number;
  /** Aborts the transfer at once; the fetch rejects with its reason. */
  readonly signal?: AbortSignal;
}
