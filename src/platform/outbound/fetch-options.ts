/** Options of a fetch. All are optional. */
export interface FetchOptions {
  /** Default: GET. A POST never follows a redirect, which would send its body to another server. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /**
   * Sent to the origin of the URL. A redirect to another origin keeps only `accept`, `accept-language` and
   * `user-agent`. Connection headers (`host`, `content-length`, …) cannot be set.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Body of a POST. */
  readonly body?: string;
  /** Default: 5. With 0, a redirect is a TooManyRedirectsError, not a response. */
  readonly maxRedirects?: number;
  /**
   * Headers for a single URL of the redirect chain, such as `if-none-match`, which is meaningless to others. `url` is
   * written as in `finalUrl`.
   */
  readonly onlyFor?: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  /** Awaited for each hop, after its check and before it connects. An error ends the fetch. */
  readonly beforeHop?: (url: URL) => Promise<void>;
  /** Time limit for DNS, TCP and TLS of one hop. Default: FETCH_CONNECT_TIMEOUT_MS. */
  readonly connectTimeoutMs?: number;
  /** Time limit for the response header of one hop. Default: FETCH_FIRST_BYTE_TIMEOUT_MS. */
  readonly firstByteTimeoutMs?: number;
  /** Time limit for the whole fetch, redirects included. Default: FETCH_TIMEOUT_MS. */
  readonly timeoutMs?: number;
  /** Size limit of the body after decompression. Default: FETCH_MAX_BYTES. */
  readonly maxBytes?: number;
  /** Aborts the transfer at once; the fetch rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
