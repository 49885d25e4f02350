import type { Role } from '../../platform/config/roles.js';

/** A part of the service for browsers, with a login by key. */
export interface Area {
  /** Prefix of all its paths; its cookie is sent nowhere else. */
  readonly path: '/dashboard' | '/docs';
  readonly needs: Role;
  /** Title for people. */
  readonly title: string;
}

export const dashboardArea: Area = { path: '/dashboard', needs: 'admin', title: 'Dashboard' };

/** Needs a login only with DOCS=private. */
export const docsArea: Area = { path: '/docs', needs: 'viewer', title: 'Documentation' };

/**
 * Target of the redirect after login: the requested place if it is inside the area, otherwise the area's first page.
 * Prevents redirects to other sites.
 */
export function placeIn({ path }: Area, wanted: unknown): string {
  if (typeof wanted !== 'string' || !URL.canParse(wanted, HERE)) return path;
  const { origin, pathname, search } = new URL(wanted, HERE);
  const isInside = origin === HERE && (pathname === path || pathname.startsWith(`${path}/`));
  const isLogin = pathname === `${path}/login` || pathname === `${path}/logout`;
  return isInside && !isLogin ? pathname + search : path;
}

const HERE = 'http://here.invalid';
