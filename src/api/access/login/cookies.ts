import type { Request } from 'express';

/**
 * Browsers accept a cookie named `__Host-…` only from this host itself, over https, for all paths: no other site of the
 * same domain can set it.
 */
export function cookieName(name: string, { secure }: Request): string {
  return secure ? `__Host-${name}` : name;
}

/** Values of a request's cookies of one name: a browser may send several. */
export function cookiesOf({ headers: { cookie = '' } }: Request, name: string): string[] {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
