/**
 * @param patterns `example.com` for that host, `*.example.com` for its subdomains, `*` for all
 * @param hostname as in `URL`, in lower case
 */
export function isAmong(patterns: readonly string[], hostname: string): boolean {
  return patterns.some((pattern) =>
    pattern.startsWith('*') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern,
  );
}
