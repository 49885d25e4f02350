/**
 * Who may import whom, folder by folder, and why. `may` lists the folders that are open to it besides itself and
 * the leaves; everything else of ours is closed. docs/architecture.md tells the same story in words.
 */
const LEAVES = ['validation', 'logging', 'redaction', 'timing'];
const HOUSE = {
  validation: { may: [], because: 'it is a leaf that every border uses' },
  timing: { may: [], because: 'it is a leaf: waiting and writing a time are the same everywhere' },
  logging: { may: [], because: 'it is a leaf: what a line says is decided by who logs it' },
  redaction: { may: [], because: 'it is a leaf: what is secret is known before anything is' },
  config: { may: [], because: 'everything is configured, so configuration knows nothing' },
  embedded: { may: ['config'], because: 'a private Redis is started before there is any application' },
  queue: { may: ['config'], because: 'the core knows no feature and no HTTP' },
  outbound: { may: ['config'], because: 'what guards the way out must not depend on who goes out' },
  worker: { may: ['queue', 'config'], because: 'executing a task is the same whatever the task does' },
  http: { may: ['queue', 'config'], because: 'the edge maps requests and errors; features stand behind it' },
  auth: {
    may: ['queue', 'config', 'http'],
    because: 'who may do what is decided before any feature is asked',
  },
  blobs: {
    may: ['queue', 'config'],
    because: 'what is kept for a task knows its retention, not its feature',
  },
  'background-tasks': { may: ['config'], because: 'its promise differs from that of a queue' },
  health: { may: ['queue', 'config', 'http'], because: 'operations look at the core, not at features' },
  metrics: {
    may: ['queue', 'worker', 'config', 'http', 'background-tasks'],
    because: 'what observes listens to the core, the worker and the edge, and none of them knows it',
  },
  tracing: {
    may: ['queue', 'worker', 'outbound', 'config'],
    because: 'what observes listens to the core, the worker and the way out, and none of them knows it',
  },
  operations: {
    may: ['queue', 'worker', 'config', 'http'],
    because: 'operations look at the core, not at features',
  },
  dashboard: {
    may: ['queue', 'config', 'http', 'auth'],
    because: 'operations look at the core, not at features',
  },
};
/** Every other folder of src is a feature, whatever its name. */
const FEATURE = {
  may: ['queue', 'worker', 'outbound', 'blobs', 'background-tasks', 'http', 'config'],
  because: 'features meet in the queue, and know of each other only the *.task.ts that they submit',
};

/**
 * The zones of import-x/no-restricted-paths. Files at the top of src compose folders; no folder imports them.
 *
 * @param folders those of src
 */
export function zonesOf(folders) {
  return folders.map((folder) => {
    const { may, because } = HOUSE[folder] ?? FEATURE;
    const open = [...new Set([folder, ...LEAVES, ...may])].map((name) => `**/src/${name}/**`);
    const isFeature = !(folder in HOUSE);
    return {
      target: `./src/${folder}`,
      from: './src/**',
      except: isFeature ? [...open, '**/src/*/**/*.task.ts'] : open,
      message: `src/${folder} may import only ${may.join(', ') || 'nothing of ours'}: ${because}.`,
    };
  });
}
