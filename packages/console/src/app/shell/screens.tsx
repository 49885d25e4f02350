import { Route, Router, lazy } from 'preact-iso';
import { home } from '../base-path.js';
import { GoOn } from '../../screens/log-in/go-on.js';
import { NotFound } from './not-found.js';

/** Each screen is loaded when it is first shown. */
const Overview = lazy(async () => (await import('../../screens/overview/overview.js')).Overview);
const Tasks = lazy(async () => (await import('../../screens/tasks/tasks.js')).Tasks);
const TaskPage = lazy(async () => (await import('../../screens/task/task-page.js')).TaskPage);
const NewTask = lazy(async () => (await import('../../screens/new-task/new-task.js')).NewTask);
const Queues = lazy(async () => (await import('../../screens/queues/queues.js')).Queues);
const QueuePage = lazy(async () => (await import('../../screens/queues/queue-page.js')).QueuePage);
const Workers = lazy(async () => (await import('../../screens/workers/workers.js')).Workers);
const WorkerPage = lazy(async () => (await import('../../screens/workers/worker-page.js')).WorkerPage);
const Errors = lazy(async () => (await import('../../screens/errors/errors.js')).Errors);
const ErrorPage = lazy(async () => (await import('../../screens/errors/error-page.js')).ErrorPage);
const Workflows = lazy(async () => (await import('../../screens/workflows/workflows.js')).Workflows);
const WorkflowPage = lazy(
  async () => (await import('../../screens/workflows/workflow-page.js')).WorkflowPage,
);
const NewWorkflow = lazy(async () => (await import('../../screens/workflows/new-workflow.js')).NewWorkflow);
const Schedules = lazy(async () => (await import('../../screens/schedules/schedules.js')).Schedules);
const SchedulePage = lazy(
  async () => (await import('../../screens/schedules/schedule-page.js')).SchedulePage,
);
const EditSchedule = lazy(
  async () => (await import('../../screens/schedules/edit-schedule.js')).EditSchedule,
);
const BulkActions = lazy(
  async () => (await import('../../screens/bulk-actions/bulk-actions.js')).BulkActions,
);
const BulkActionPage = lazy(
  async () => (await import('../../screens/bulk-actions/bulk-action-page.js')).BulkActionPage,
);
const Audit = lazy(async () => (await import('../../screens/audit/audit.js')).Audit);
const Settings = lazy(async () => (await import('../../screens/settings/settings.js')).Settings);
/** Only in development: the build leaves it out. */
const Kit = import.meta.env.DEV ? lazy(async () => (await import('../../screens/kit/kit.js')).Kit) : NotFound;

/** Screens by their addresses; the first that fits counts. */
const SCREENS = [
  [home, Overview],
  [`${home}/tasks`, Tasks],
  [`${home}/tasks/:id`, TaskPage],
  [`${home}/new`, NewTask],
  [`${home}/queues`, Queues],
  [`${home}/queues/:name`, QueuePage],
  [`${home}/workers`, Workers],
  [`${home}/workers/:id`, WorkerPage],
  [`${home}/errors`, Errors],
  [`${home}/errors/:fingerprint`, ErrorPage],
  [`${home}/workflows`, Workflows],
  [`${home}/workflows/new`, NewWorkflow],
  [`${home}/workflows/:id`, WorkflowPage],
  [`${home}/schedules`, Schedules],
  [`${home}/schedules/new`, EditSchedule],
  [`${home}/schedules/:id`, SchedulePage],
  [`${home}/schedules/:id/edit`, EditSchedule],
  [`${home}/bulk-actions`, BulkActions],
  [`${home}/bulk-actions/:id`, BulkActionPage],
  [`${home}/audit`, Audit],
  [`${home}/settings`, Settings],
] as const;

/** Begins to load the screen of an address, beside what is asked before it can be shown. */
export function preloadScreen(path: string): void {
  const [, screen] = SCREENS.find(([route]) => isAt(path, route)) ?? [];
  screen?.preload().catch(() => undefined); // the router meets the same failure, and shows it
}

/** True if the address fits `/dashboard/tasks/:id`, the only kind of route here. */
function isAt(path: string, route: string): boolean {
  const [given, wanted] = [path, route].map((text) => text.split('/').filter((part) => part !== ''));
  return (
    given?.length === wanted?.length &&
    (wanted ?? []).every((part, i) => part.startsWith(':') || part === given?.[i])
  );
}

export function Screens() {
  return (
    <Router>
      {SCREENS.map(([path, screen]) => (
        <Route key={path} path={path} component={screen} />
      ))}
      <Route path={`${home}/kit`} component={Kit} />
      <Route path={`${home}/login`} component={GoOn} />
      <Route default component={NotFound} />
    </Router>
  );
}
