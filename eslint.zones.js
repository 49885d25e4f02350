/**
 * Who may import whom, room by room, and why. docs/architecture.md shows this table: `node scripts/write-zones.mjs`
 * writes it there.
 */

/** Rooms that every other room may import. */
const LEAVES = ['validation', 'logging', 'redaction', 'timing', 'errors'].map((name) => `platform/${name}`);

/**
 * The rooms of the core from the ground up. A room imports the floors below its own, never its neighbours, and the
 * options of the core, which import nothing.
 */
const CORE_FLOORS = [
  {
    rooms: ['task', 'redis'],
    because: 'what a task is and how Redis is reached do not depend on each other',
  },
  { rooms: ['query'], because: 'a query is a text about tasks: nothing is read to understand it' },
  { rooms: ['history'], because: 'only says what a history must do: one is implemented outside the core' },
  { rooms: ['bullmq'], because: 'only this room knows how BullMQ stores a task' },
  {
    rooms: ['broker-state'],
    because: 'whether the broker is healthy is a question about Redis and the types of its keys',
  },
  { rooms: ['read', 'workers'], because: 'reading changes nothing, so it needs nothing that does' },
  {
    rooms: ['watch', 'lifetime', 'queues'],
    because: 'each follows one concern over the records that it reads',
  },
  {
    rooms: ['search', 'stats', 'errors'],
    because: 'each reads the broker and the history together, and changes no task',
  },
  {
    rooms: ['handle'],
    because: 'a handle reads, follows and cancels one task, and a submit returns one',
  },
  { rooms: ['submit'], because: 'a new task needs room in its queue and a place in the indexes' },
  { rooms: ['act'], because: 'what is done to a task later may submit, remove and read tasks' },
  {
    rooms: ['workflows'],
    because: 'a workflow is made of tasks; the rooms below it only store which step a task is',
  },
  {
    rooms: ['follow-ups'],
    because: 'the payload of a follow-up refers to the ended task as those of workflows refer to their steps',
  },
  {
    rooms: ['schedules', 'why'],
    because:
      'a schedule submits tasks and workflows, and an explanation reads what holds them: neither knows of either',
  },
];

/** The rooms of the Celery bridge from the ground up, as those of the core. */
const CELERY_FLOORS = [
  { rooms: ['protocol'], isPure: true, because: 'the messages of another system, and nothing of ours' },
  { rooms: ['broker'], isPure: true, because: "only says what Celery's broker and result backend must do" },
  {
    rooms: ['redis', 'rabbitmq'],
    because: 'each speaks to one kind of broker, and nobody else knows its keys or its client',
  },
  { rooms: ['connections'], because: 'chooses between them by the settings' },
  {
    rooms: ['remote', 'process', 'calls'],
    because:
      'tasks in Python, the parts of the process, and what is kept of a task of Celery are three matters',
  },
  { rooms: ['events'], because: 'tells monitors of workers and tasks, and changes neither' },
  { rooms: ['canvas'], because: 'sends what follows the end of a task, whoever tells of it' },
  { rooms: ['egress'], because: 'tells the ends of tasks, with what follows' },
  { rooms: ['ingress'], because: 'takes messages; one that is refused ends like a task' },
  { rooms: ['control'], because: 'acts on all of them' },
];

/** The rooms of `api` that every controller uses: roles, problems, idempotency, responses held open, shapes of tasks. */
const API_PLUMBING = ['access', 'problems', 'idempotency', 'streams', 'schema'].map((name) => `api/${name}`);

/** What everyone outside the core and the worker imports of them. */
const DOORS = ['core/index.ts', 'worker/index.ts'];

/** The rows of rooms that stand on each other in one folder; `open` says what else each may import. */
function rowsOf(folder, floors, open) {
  const inFolder = (room) => `${folder}/${room}`;
  return floors.map((floor, level) => ({
    rooms: floor.rooms.map(inFolder),
    below: floors.slice(0, level).flatMap(({ rooms }) => rooms.map(inFolder)),
    may: open(floor),
    because: floor.because,
  }));
}

/**
 * `rooms` are folders of src, or examples, with all that is below them; `*` stands for any name, `*.ts` for the files directly in a
 * folder. A room may import itself, the leaves, the rooms of its folder `below` it, and `may`. The longest name that fits
 * decides.
 */
export const TABLE = [
  { rooms: LEAVES, may: [], because: 'leaves: every border uses them, so they know nothing of ours' },
  {
    rooms: ['platform/config'],
    may: [],
    because: 'everything is configured, so configuration knows nothing',
  },
  {
    rooms: ['embedded', 'outbound', 'background-tasks', 'blob-store'].map((name) => `platform/${name}`),
    may: ['platform/config'],
    because: 'the platform knows nothing of tasks',
  },
  ...rowsOf('core', CORE_FLOORS, () => ['core/core-options.ts']),
  { rooms: ['core/*.ts'], may: ['core'], because: 'the module and the door compose the rooms of the core' },
  {
    rooms: ['worker'],
    may: ['core'],
    because: 'executing is the same whatever the task does, and its options are given like those of the core',
  },
  { rooms: ['api'], may: ['core', 'platform/config'], because: 'the HTTP face of the core knows no feature' },
  {
    rooms: ['api/bulk-actions'],
    may: ['api', ...DOORS, 'platform/config'],
    because: 'a bulk action is a task, so this room of the API has a processor, as a feature has',
  },
  {
    rooms: ['observability/health'],
    may: ['api/access', 'core', 'platform/config'],
    because: 'observers see the core, and nobody imports an observer',
  },
  {
    rooms: ['observability/metrics'],
    may: [
      ...API_PLUMBING,
      'core',
      'worker',
      'bridges/celery',
      'platform/config',
      'platform/background-tasks',
    ],
    because:
      'observers subscribe to events of the core and the worker and read the counters of the bridge, and nobody ' +
      'imports an observer',
  },
  {
    rooms: ['observability/tracing'],
    may: ['core', 'worker', 'platform/config', 'platform/outbound'],
    because: 'observers subscribe to events of the core and the worker, and nobody imports an observer',
  },
  {
    rooms: ['history'],
    may: [...DOORS, 'platform/config'],
    because: 'keeps tasks in PostgreSQL as the core asks for, and nobody imports it',
  },
  ...rowsOf('bridges/celery', CELERY_FLOORS, ({ isPure = false }) =>
    isPure ? [] : [...DOORS, 'platform/config'],
  ),
  {
    rooms: ['bridges/*'],
    may: [...DOORS, 'platform/config'],
    because: 'lets another system submit and run tasks through the doors, and only its metrics import it',
  },
  {
    rooms: ['features/*'],
    may: [...DOORS, ...API_PLUMBING, 'platform', 'features/*.task.ts', 'bridges/celery/index.ts'],
    because:
      'a feature gets what outsiders get: routes of its own are made of what every controller uses, it knows of ' +
      'another feature only the tasks that it submits, and it may declare tasks that run in Python',
  },
  {
    rooms: ['features/notifications'],
    may: [...DOORS, ...API_PLUMBING, 'platform', 'features/*.task.ts', 'features/fetch/bodies'],
    because: 'the same, and an email may attach a body that a fetch has kept',
  },
  {
    rooms: ['examples/own-task'],
    may: [...DOORS, ...API_PLUMBING, 'platform', 'bridges/celery/index.ts'],
    because: 'tasks and routes for this service: they get what a feature gets',
  },
  {
    rooms: ['examples/page-report'],
    may: [...DOORS, 'platform', 'features/*.task.ts'],
    because: 'a module for this service, and a workflow made of it and of the tasks of two features',
  },
  {
    rooms: ['examples/python-celery'],
    may: [...DOORS, 'platform', 'bridges/celery/index.ts'],
    because:
      'tasks for this service, which Python calls by the names that it knows, and one that stays in Python',
  },
  {
    rooms: ['examples/nest-app'],
    may: DOORS,
    because: 'another application, with an API and a configuration of its own',
  },
  {
    rooms: ['apps', '*.ts'],
    may: ['*'],
    because: 'they compose processes and hold no logic; nobody imports them',
  },
];

const parentOf = (room) => room.split('/').slice(0, -1).join('/');

/** The row of a room of src; a room that no row names belongs to the row of the folder above it. */
function rowOf(room) {
  const names = [room, room.replace(/[^/]+$/, '*'), parentOf(room)];
  const row = names.flatMap(
    (name) => TABLE.find(({ rooms }) => name !== '' && rooms.includes(name)) ?? [],
  )[0];
  if (row === undefined)
    throw new Error(
      `${folderOf(room)} is in no row of eslint.zones.js: add it, with what it may import and why`,
    );
  return row;
}

/** The folder of a room, from the root of the repository. */
const folderOf = (room) => (room.startsWith('examples/') ? room : `src/${room}`);

/** The pattern of the files that an entry of `may` opens. */
function filesOf(entry) {
  if (entry.endsWith('.ts')) return `**/src/${entry.replace('/*.', '/**/*.')}`;
  return entry === '*' ? '**/src/**' : `**/src/${entry}/**`;
}

/**
 * The zones of import-x/no-restricted-paths.
 *
 * @param rooms folders of src as `api` or `core/task`, `core/*.ts` for the files directly in one, and `examples/nest-app`
 */
export function zonesOf(rooms) {
  return rooms.map((room) => {
    const row = rowOf(room);
    const { because } = row;
    const may = [...(row.below ?? []), ...row.may];
    const isPart = !row.rooms.includes(room) && row.rooms.includes(parentOf(room));
    const self = isPart ? parentOf(room) : room;
    const open = new Set([self, ...LEAVES, ...may]);
    return {
      target: `./${folderOf(room)}`,
      from: './src/**',
      except: [...open].map(filesOf),
      message: `${folderOf(room)} may import of src only ${may.join(', ') || 'the leaves'}: ${because}.`,
    };
  });
}

/** The zones of packages/: what is published stands beside the service, and each knows the other only over HTTP. */
export const PACKAGE_ZONES = [
  {
    target: './packages',
    from: './{src,dist,test,examples}/**',
    message: 'Packages are published without the service: they know it over HTTP only.',
  },
  {
    target: './{src,examples}/**',
    from: './packages/**',
    message: 'The service does not depend on what is made for its clients.',
  },
  {
    target: './packages/client',
    from: './packages/{cli,console}/**',
    message: 'The client knows nobody who uses it.',
  },
  {
    target: './packages/console',
    from: './packages/cli/**',
    message: 'The console and the command line have only the client in common.',
  },
  {
    target: './packages/cli',
    from: './packages/console/**',
    message: 'The console and the command line have only the client in common.',
  },
];
