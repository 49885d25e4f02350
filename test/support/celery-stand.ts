import { randomUUID } from 'node:crypto';
import { compileExample, startExample } from './compile-example.js';
import { type ScriptOutcome, runScript } from './celery-python.js';
import { type PythonWorker, startPythonWorker } from './celery-worker.js';
import type { StartedProcess } from './processes.js';
import { type Variables, createSandbox } from './sandbox.js';

const LAB_MODULES = ['celery/lab/lab.module.js'];
const LOG_LINES = 30;
/** On a machine that is busy with other specs, a result may take long. */
const RESULT_LIMIT_S = '45';

export interface CeleryStandOptions {
  /** Celery's broker. */
  readonly broker: string;
  /** Celery's result backend. */
  readonly results: string;
  /** From which the tasks are taken. Default: celery. */
  readonly queue?: string;
  /** In RabbitMQ: the queue's x-max-priority. */
  readonly maxPriority?: number;
  /** The queue of a Python worker with the `py.*` tasks. Default: there is none. */
  readonly pythonQueue?: string;
  /** Settings of ours that differ. */
  readonly variables?: Variables;
}

/** The `lab.*` tasks, served to Celery's clients by processes of ours, or by Celery itself. */
export interface CeleryStand {
  /** For scripts, and anything else in Python. */
  readonly environment: Variables;
  /** The node name of the worker. */
  readonly node: string;
  /** Runs a script of test/celery/python. A failure brings what our processes have logged. */
  run(script: string, variables?: Variables): Promise<ScriptOutcome>;
  /** Starts the bridge anew, with another result backend. */
  changeResults(results: string): Promise<void>;
  stop(): Promise<void>;
}

/** CELERY_REFERENCE=1 proves the specs themselves: Celery serves the tasks then. */
const isReference = process.env['CELERY_REFERENCE'] === '1';

export async function startCeleryStand(options: CeleryStandOptions): Promise<CeleryStand> {
  const { pythonQueue } = options;
  const environment = environmentOf(options);
  const start = isReference ? startReference : startOurs;
  const [served, python] = await Promise.all([
    start(options, environment),
    pythonQueue === undefined ? undefined : startPythonWorker('remote_worker', pythonQueue, environment),
  ]);
  environment['LAB_WORKER'] = served.node;
  return {
    environment,
    node: served.node,
    async run(script, variables = {}) {
      const outcome = await runScript(script, { ...environment, ...variables });
      if (outcome.failed.length === 0) return outcome;
      return { ...outcome, failed: [...outcome.failed, ...served.logs()] };
    },
    async changeResults(results) {
      environment['CELERY_RESULT_BACKEND'] = results;
      await served.changeResults(results);
    },
    async stop() {
      await Promise.all([served.stop(), python?.stop()]);
    },
  };
}

/** The processes that serve the tasks. */
interface Served {
  readonly node: string;
  /** Texts that explain a failure. */
  readonly logs: () => string[];
  readonly changeResults: (results: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function startOurs(options: CeleryStandOptions, environment: Variables): Promise<Served> {
  const name = `lab-${randomUUID().slice(0, 8)}`;
  await compileExample('celery/lab', 'test');
  const sandbox = await createSandbox({ ...settingsOf(options, environment), WORKER_NAME: name });
  let bridge: StartedProcess;
  const startBridge = async (more: Variables = {}) => {
    bridge = await startExample('bridge', LAB_MODULES, { ...sandbox.variables, ...more });
  };
  const [worker] = await Promise.all([startExample('worker', LAB_MODULES, sandbox.variables), startBridge()]);
  return {
    node: `celeriac@${name}`,
    logs: () => [`The bridge logged: ${tail(bridge)}`, `The worker logged: ${tail(worker)}`],
    async changeResults(results) {
      await bridge.stop();
      await startBridge({ CELERY_RESULT_BACKEND: results });
    },
    async stop() {
      // A task that failed a case may still run.
      await Promise.all([bridge.stop(), worker.stop('SIGKILL')]);
      await sandbox.clean();
    },
  };
}

async function startReference(options: CeleryStandOptions, environment: Variables): Promise<Served> {
  const { queue = 'celery' } = options;
  let worker: PythonWorker = await startPythonWorker('reference_worker', queue, environment);
  return {
    node: worker.node,
    logs: () => [`The worker logged: ${worker.output().slice(-2_000)}`],
    async changeResults(results) {
      await worker.stop();
      worker = await startPythonWorker('reference_worker', queue, {
        ...environment,
        CELERY_RESULT_BACKEND: results,
      });
    },
    stop: () => worker.stop(),
  };
}

function environmentOf({ broker, results, queue, maxPriority, pythonQueue }: CeleryStandOptions): Variables {
  return {
    CELERY_BROKER_URL: broker,
    CELERY_RESULT_BACKEND: results,
    LAB_QUEUE: queue ?? 'celery',
    LAB_TIMEOUT: RESULT_LIMIT_S,
    ...(maxPriority !== undefined && { LAB_MAX_PRIORITY: String(maxPriority) }),
    ...(pythonQueue !== undefined && { LAB_PY_QUEUE: pythonQueue }),
  };
}

function settingsOf(options: CeleryStandOptions, environment: Variables): Variables {
  const { queue = 'celery', maxPriority, pythonQueue, variables } = options;
  return {
    CELERY_BROKER_URL: environment['CELERY_BROKER_URL'] ?? '',
    CELERY_RESULT_BACKEND: environment['CELERY_RESULT_BACKEND'] ?? '',
    CELERY_QUEUES: queue,
    CELERY_ROUTES: [queue, ...(pythonQueue === undefined ? [] : [pythonQueue])].join(),
    CELERY_CONTROL: 'all',
    CELERY_TRACK_STARTED: 'true',
    ...(maxPriority !== undefined && { CELERY_QUEUE_MAX_PRIORITY: String(maxPriority) }),
    BRIDGE_PORT: '0',
    WORKER_QUEUES: 'lab',
    ...variables,
  };
}

/** The last lines, which say what went wrong. */
function tail(started: StartedProcess): string {
  return started.output().split('\n').slice(-LOG_LINES).join('\n');
}
