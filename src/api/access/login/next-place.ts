/** Paths of the pages: a login returns people to a place below one of them. */
export const DASHBOARD_PATH = '/dashboard';
export const DOCS_PATH = '/docs';

/** The console's own screen, to which the other pages send people without a login. */
export const LOGIN_PATH = `${DASHBOARD_PATH}/login`;

const CONSOLE = /^\/dashboard(?:\/|$)/i;

/** True for the page of the console and its files. */
export function isConsolePath(path: string): boolean {
  return CONSOLE.test(path);
}

/**
 * The path to go to after a login: the wanted one if it is a page of this service, otherwise the console's first page.
 * Anything else could lead to another site, or to another service behind the same proxy. The console applies the same
 * rule to its parameter `next`.
 *
 * @param wanted path with its query, as the browser sees it: below the base path
 * @param basePath path under which a proxy serves this service, or empty
 * @returns a path without the base path
 */
export function placeAfterLogin(wanted: unknown, basePath: string): string {
  if (typeof wanted !== 'string' || !URL.canParse(wanted, HERE)) return DASHBOARD_PATH;
  const { origin, pathname, search } = new URL(wanted, HERE);
  if (origin !== HERE || !pathname.startsWith(`${basePath}/`)) return DASHBOARD_PATH;
  const path = pathname.slice(basePath.length);
  const isPage = [DASHBOARD_PATH, DOCS_PATH].some((area) => path === area || path.startsWith(`${area}/`));
  return isPage && path !== LOGIN_PATH ? path + search : DASHBOARD_PATH;
}

const HERE = 'http://here.invalid';
