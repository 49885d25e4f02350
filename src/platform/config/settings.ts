import { accessSettings } from './settings/access.js';
import { blobSettings } from './settings/blobs.js';
import { brokerSettings } from './settings/broker.js';
import { celerySettings } from './settings/celery.js';
import { fetchSettings } from './settings/fetch.js';
import { historySettings } from './settings/history.js';
import { httpSettings } from './settings/http.js';
import { limitSettings } from './settings/limits.js';
import { notificationSettings } from './settings/notifications.js';
import { oidcSettings } from './settings/oidc.js';
import { processSettings } from './settings/process.js';
import { taskSettings } from './settings/tasks.js';
import { workerSettings } from './settings/worker.js';

/**
 * Every setting of every process. A test compares `.env.example` and docs/settings.md with this table and its order.
 * Names end in their unit (`_MS`, `_BYTES`, `_MB`).
 */
export const settings = {
  ...processSettings,
  ...brokerSettings,
  ...historySettings,
  ...httpSettings,
  ...limitSettings,
  ...workerSettings,
  ...accessSettings,
  ...oidcSettings,
  ...notificationSettings,
  ...fetchSettings,
  ...blobSettings,
  ...celerySettings,
  ...taskSettings,
} as const;
