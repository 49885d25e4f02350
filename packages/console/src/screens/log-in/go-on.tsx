import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { home } from '../../app/base-path.js';
import { safeNext } from '../../app/paths.js';

/** The address of the login for somebody who is logged in: leads to where the login was to lead. */
export function GoOn() {
  const { query, route } = useLocation();
  useEffect(() => {
    const next = safeNext(query['next']);
    if (next === home || next.startsWith(`${home}/`) || next.startsWith(`${home}?`)) route(next, true);
    else location.replace(next);
  }, []);
  return null;
}
