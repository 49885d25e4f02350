import { basePath, home } from './base-path.js';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Addresses of the screens. Links are written with these, so that a path stands in one place. */
export const pathTo = {
  overview: () => home,
  login: (next?: string) => withQuery(`${home}/login`, { next }),
  tasks: (query: Query = {}) => withQuery(`${home}/tasks`, query),
  task: (id: string) => `${home}/tasks/${encodeURIComponent(id)}`,
  newTask: (name?: string) => withQuery(`${home}/new`, { name }),
  queues: () => `${home}/queues`,
  queue: (name: string) => `${home}/queues/${encodeURIComponent(name)}`,
  workers: () => `${home}/workers`,
  worker: (id: string) => `${home}/workers/${encodeURIComponent(id)}`,
  errors: (query: Query = {}) => withQuery(`${home}/errors`, query),
  errorGroup: (fingerprint: string) => `${home}/errors/${encodeURIComponent(fingerprint)}`,
  workflows: (query: Query = {}) => withQuery(`${home}/workflows`, query),
  workflow: (id: string) => `${home}/workflows/${encodeURIComponent(id)}`,
  newWorkflow: () => `${home}/workflows/new`,
  schedules: (query: Query = {}) => withQuery(`${home}/schedules`, query),
  newSchedule: () => `${home}/schedules/new`,
  schedule: (id: string) => `${home}/schedules/${encodeURIComponent(id)}`,
  editSchedule: (id: string) => `${home}/schedules/${encodeURIComponent(id)}/edit`,
  bulkActions: () => `${home}/bulk-actions`,
  bulkAction: (id: string) => `${home}/bulk-actions/${encodeURIComponent(id)}`,
  audit: (query: Query = {}) => withQuery(`${home}/audit`, query),
  settings: () => `${home}/settings`,
};

/** Parameters that are undefined or empty are left out. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The path that a login leads to: a page of the console or of the documentation, never another site. */
export function safeNext(wanted: string | undefined | null): string {
  if (!wanted || !URL.canParse(wanted, location.origin)) return home;
  const { origin, pathname, search } = new URL(wanted, location.origin);
  const isOurs = [home, `${basePath}/docs`].some((one) => pathname === one || pathname.startsWith(`${one}/`));
  return isOurs && origin === location.origin && pathname !== `${home}/login` ? pathname + search : home;
}
