import { randomUUID } from 'node:crypto';
import { servePython } from './celery-python.js';
import type { Variables } from './sandbox.js';

/** A worker of Celery itself. */
export interface PythonWorker {
  /** Its node name. */
  readonly node: string;
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts Celery's worker, and waits until it consumes.
 *
 * @param module with its tasks
 * @param folder of the module; by default test/celery/python
 */
export async function startPythonWorker(
  module: string,
  queue: string,
  environment: Variables,
  folder?: string,
): Promise<PythonWorker> {
  const node = `${module}-${randomUUID().slice(0, 8)}@lab`;
  const concurrency = module === 'reference_worker' ? '1' : '2';
  const options = ['-Q', queue, '-c', concurrency, '-E', '-l', 'INFO', '-n', node];
  const args = ['-m', 'celery', '-A', module, 'worker', ...options];
  const served = await servePython(args, new RegExp(`${node} ready\\.`), environment, folder);
  return { node, output: () => served.output(), stop: () => served.stop() };
}
