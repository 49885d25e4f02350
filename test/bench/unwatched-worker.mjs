/**
 * The normal worker process; with BENCH_UNWATCHED it keeps no metrics, sends no heartbeat and records no queue
 * statistics. On request it reports its CPU time in µs.
 */
import { LoopDelay } from '../../dist/worker/upkeep/loop-delay.js';
import { Heartbeat } from '../../dist/worker/upkeep/heartbeat.js';
import { QueueStatsRecorder } from '../../dist/worker/upkeep/queue-stats-recorder.js';
import { TaskMetrics } from '../../dist/observability/metrics/task-metrics.js';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

if (process.env.BENCH_UNWATCHED) {
  for (const watching of [Heartbeat, QueueStatsRecorder, TaskMetrics, LoopDelay])
    if ('start' in watching.prototype) watching.prototype.start = () => undefined;
  // Its listeners for each attempt.
  const counts = { get: () => undefined, set: () => undefined };
  const activity = { waits: counts, runs: counts, ended: counts };
  QueueStatsRecorder.prototype.of = () => activity;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ type: 'answer', cpuUs: user + system });
});

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
