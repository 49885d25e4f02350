import { useLocation } from 'preact-iso';
import type { Fleet } from '../../api/fleet/fleet.js';
import { Icon, type IconName } from '../../components/controls/icon.js';
import { shortCount } from '../../format/number.js';
import { home } from '../base-path.js';
import { pathTo } from '../paths.js';
import { may } from '../session.js';
import { type NavigationCounts, countsOf } from './navigation-counts.js';
import type { Role } from '../../api/types.js';
import './navigation.css';

interface Entry {
  readonly title: string;
  readonly icon: IconName;
  readonly href: string;
  /** The letter after `g` that goes there. */
  readonly key?: string;
  readonly counts?: keyof NavigationCounts;
  /** The least role that may see it; default: viewer. */
  readonly role?: Role;
}

const ENTRIES: readonly Entry[] = [
  { title: 'Overview', icon: 'overview', href: pathTo.overview(), key: 'o' },
  { title: 'Tasks', icon: 'tasks', href: pathTo.tasks(), key: 't' },
  { title: 'Queues', icon: 'queues', href: pathTo.queues(), key: 'q', counts: 'queues' },
  { title: 'Workers', icon: 'workers', href: pathTo.workers(), key: 'w', counts: 'workers' },
  { title: 'Errors', icon: 'errors', href: pathTo.errors(), key: 'e', counts: 'errors' },
  { title: 'Workflows', icon: 'workflows', href: pathTo.workflows(), key: 'f' },
  { title: 'Schedules', icon: 'schedules', href: pathTo.schedules(), key: 's' },
  { title: 'Bulk actions', icon: 'bulk', href: pathTo.bulkActions(), key: 'b' },
  { title: 'Audit', icon: 'audit', href: pathTo.audit(), key: 'a', role: 'operator' },
  { title: 'Settings', icon: 'settings', href: pathTo.settings() },
];

/** Screens by the letter that follows `g`. */
export const GOES: ReadonlyMap<string, Entry> = new Map(
  ENTRIES.flatMap((entry) => (entry.key === undefined ? [] : [[entry.key, entry]])),
);

export function Navigation({ fleet }: { readonly fleet: Fleet }) {
  const shownCounts = countsOf(fleet.queues.data ?? [], fleet.workers.data ?? []);
  const { path } = useLocation();
  return (
    <nav class="navigation" aria-label="Screens">
      {may('submitter') && (
        <a class="button" data-look="primary" href={pathTo.newTask()}>
          <Icon name="add" /> New task
        </a>
      )}
      <ul>
        {ENTRIES.filter(({ role = 'viewer' }) => may(role)).map(({ title, icon, href, key, counts }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={isCurrent(href, path) ? 'page' : undefined}
              title={key && `g ${key}`}
            >
              <Icon name={icon} size={18} />
              {title}
              {counts && <Count {...shownCounts[counts]} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A number that wants attention; nothing for 0. */
function Count({ value, text }: NavigationCounts[keyof NavigationCounts]) {
  if (value === 0) return null;
  return (
    <span class="navigation-count" title={text}>
      <span aria-hidden="true">{shortCount(value)}</span>
      <span class="visually-hidden">, {text}</span>
    </span>
  );
}

function isCurrent(href: string, path: string): boolean {
  return href === home ? path === home : path === href || path.startsWith(`${href}/`);
}
