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
    because: 'the definition of a task and the access to Redis are independent of each other',
  },
  { rooms: ['query'], because: 'parsing a query reads no data' },
  { rooms: ['history'], because: 'only the interface of a history, which is implemented outside the core' },
  { rooms: ['bullmq'], because: 'only this room knows how BullMQ stores a task' },
  {
    rooms: ['broker-state'],
    because: 'checks the health of Redis and the types of its keys, not tasks',
  },
  { rooms: ['read', 'workers'], because: 'reads only, so it imports nothing that writes' },
  {
    rooms: ['watch', 'lifetime', 'queues'],
    because: 'each handles one concern of the records that `read` returns',
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
  { rooms: ['act'], because: 'actions on stored tasks may submit, remove and read tasks' },
  {
    rooms: ['workflows'],
    because: 'a workflow is made of tasks; the rooms below it only store which step a task is',
  },
  {
    rooms: ['follow-ups'],
    because:
      'the payload of a follow-up refers to the ended task as a step of a workflow refers to earlier steps',
  },
  {
    rooms: ['schedules', 'why'],
    because:
      'a schedule submits tasks and workflows; an explanation reads why a task waits. Neither uses the other',
  },
];

/** The rooms of the Celery bridge from the ground up, as those of the core. */
const CELERY_FLOORS = [
  { rooms: ['protocol'], isPure: true, because: "Celery's message formats, independent of our code" },
  { rooms: ['broker'], isPure: true, because: "only the interfaces of Celery's broker and result backend" },
  {
    rooms: ['redis', 'rabbitmq'],
    because: 'each connects to one kind of broker; no other room knows its keys or its client',
  },
  { rooms: ['connections'], because: 'chooses between these brokers by the settings' },
  {
    rooms: ['remote', 'process', 'calls'],
    because:
      'three separate concerns: tasks in Python, the parts of the process, and the stored calls from Celery',
  },
  { rooms: ['events'], because: 'reports workers and tasks to monitors, and changes neither' },
  { rooms: ['canvas'], because: 'sends the next messages of a canvas when a task ends' },
  { rooms: ['egress'], because: 'delivers the results of tasks, and then what follows them' },
  { rooms: ['ingress'], because: 'takes messages; a refused one ends like a failed task' },
  { rooms: ['control'], because: 'executes control commands on all of these' },
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
  { rooms: LEAVES, may: [], because: 'leaves: every layer uses them, so they import nothing else of ours' },
  {
    rooms: ['platform/config'],
    may: [],
    because: 'everything reads the configuration, so it depends on nothing',
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
    because: 'executes any task; its options are passed in, like those of the core',
  },
  {
    rooms: ['api'],
    may: ['core', 'platform/config'],
    because: 'the HTTP interface of the core knows no feature',
  },
  {
    rooms: ['api/bulk-actions'],
    may: ['api', ...DOORS, 'platform/config'],
    because: 'a bulk action is a task, so this room of the API has a processor, like a feature',
  },
  {
    rooms: ['observability/health'],
    may: ['api/access', 'core', 'platform/config'],
    because: 'observers read the core, and nothing imports an observer',
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
      'observers subscribe to events of the core and the worker, read the counters of the bridge, and nothing imports ' +
      'an observer',
  },
  {
    rooms: ['observability/tracing'],
    may: ['core', 'worker', 'platform/config', 'platform/outbound'],
    because: 'observers subscribe to events of the core and the worker, and nothing imports an observer',
  },
  {
    rooms: ['history'],
    may: [...DOORS, 'platform/config'],
    because: 'implements the interface of `core/history` in PostgreSQL, and nothing imports it',
  },
  ...rowsOf('bridges/celery', CELERY_FLOORS, ({ isPure = false }) =>
    isPure ? [] : [...DOORS, 'platform/config'],
  ),
  {
    rooms: ['bridges/*'],
    may: [...DOORS, 'platform/config'],
    because: 'lets another system submit and run tasks through the doors; only the metrics import it',
  },
  {
    rooms: ['features/*'],
    may: [...DOORS, ...API_PLUMBING, 'platform', 'features/*.task.ts', 'bridges/celery/index.ts'],
    because:
      'a feature gets what external code gets: the doors, the parts that every controller uses, the tasks of other ' +
      'features, to submit them, and tasks that run in Python',
  },
  {
    rooms: ['features/notifications'],
    may: [...DOORS, ...API_PLUMBING, 'platform', 'features/*.task.ts', 'features/fetch/bodies'],
    because: 'like other features; an email may also attach a fetched body',
  },
  {
    rooms: ['examples/own-task'],
    may: [...DOORS, ...API_PLUMBING, 'platform', 'bridges/celery/index.ts'],
    because: 'tasks and routes for this service get what a feature gets',
  },
  {
    rooms: ['examples/page-report'],
    may: [...DOORS, 'platform', 'features/*.task.ts'],
    because: 'a module for this service, and a workflow of its tasks and those of two features',
  },
  {
    rooms: ['examples/python-celery'],
    may: [...DOORS, 'platform', 'bridges/celery/index.ts'],
    because: 'tasks for this service that Python calls by their old names, and one that stays in Python',
  },
  {
    rooms: ['examples/nest-app'],
    may: DOORS,
    because: 'a separate application with its own API and configuration',
  },
  {
    rooms: ['apps', '*.ts'],
    may: ['*'],
    because: 'they compose processes and contain no logic; nothing imports them',
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
