import type { Role } from '../../platform/config/roles.js';

/** A part of the service that people visit with a browser, and log in to with a key. */
export interface Area {
  /** Everything below it belongs to it; its cookie is sent nowhere else. */
  readonly path: '/dashboard' | '/docs';
  readonly needs: Role;
  /** For people. */
  readonly title: string;
}

export const dashboardArea: Area = { path: '/dashboard', needs: 'admin', title: 'Dashboard' };

/** Only with DOCS=private. */
export const docsArea: Area = { path: '/docs', needs: 'viewer', title: 'Documentation' };

/**
 * Where someone goes after the login: the place that was asked for, if it is in the area. Anything else (another site,
 * above all) is the area's first page.
 */
export function placeIn({ path }: Area, wanted: unknown): string {
  if (typeof wanted !== 'string' || !URL.canParse(wanted, HERE)) return path;
  const { origin, pathname, search } = new URL(wanted, HERE);
  const isInside = origin === HERE && (pathname === path || pathname.startsWith(`${path}/`));
  const isLogin = pathname === `${path}/login` || pathname === `${path}/logout`;
  return isInside && !isLogin ? pathname + search : path;
}

const HERE = 'http://here.invalid';
