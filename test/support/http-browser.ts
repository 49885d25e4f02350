/** An answer that is no redirect. */
export interface Arrival {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser without a screen: it keeps cookies of each host, and follows redirects. */
export class HttpBrowser {
  /** By host with port, then by name. */
  readonly cookies = new Map<string, Map<string, string>>();
  /** Every address that it has opened. */
  readonly history: string[] = [];

  /** Opens a page. @param until stops at a redirect to such an address, without opening it */
  async open(address: string | URL, until?: (url: URL) => boolean): Promise<Arrival> {
    return this.follow(new URL(address), {}, until);
  }

  /** Submits a form. */
  async submit(
    address: string | URL,
    fields: Record<string, string>,
    until?: (url: URL) => boolean,
  ): Promise<Arrival> {
    return this.follow(new URL(address), { method: 'POST', body: new URLSearchParams(fields) }, until);
  }

  /** The `Cookie` header for an address. */
  cookieFor(url: URL): string {
    return [...(this.cookies.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async follow(url: URL, init: RequestInit, until?: (url: URL) => boolean): Promise<Arrival> {
    this.history.push(url.href);
    const headers = { Accept: 'text/html,*/*;q=0.8', Cookie: this.cookieFor(url) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    this.keep(url, response.headers.getSetCookie());
    const text = await response.text();
    const location = response.headers.get('location');
    const next = location === null ? undefined : new URL(location, url);
    if (next === undefined || until?.(next))
      return { url: next ?? url, status: response.status, text, headers: response.headers };
    return this.follow(next, {}, until);
  }

  private keep({ host }: URL, lines: readonly string[]): void {
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
  }
}
