/**
 * Submits at a constant rate without waiting for responses (an open loop), because clients do not slow down with a
 * service. Delays are caught up at once.
 *
 * @param rate requests per second
 * @param payload of each request
 * @param kindOf payload and options of one request by its number, if they differ
 * @returns `stop` ends the load, and resolves after the last response
 */
export function startLoad(submissions, { rate, payload = {}, kindOf = () => ({ payload }) }) {
  const from = performance.now();
  const open = new Set();
  let sent = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - from) / 1_000) * rate; sent < due; sent++) {
      const { payload: own, ...more } = kindOf(sent);
      const request = submissions.submit(own, { phase: submissions.phase ?? 'before', ...more });
      open.add(request);
      void request.finally(() => open.delete(request));
    }
  }, 5);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

/** Response times in ms by phase: median, 99th percentile and maximum. */
export function latencies(entries) {
  const phases = ['before', 'during', 'after'].map((phase) => {
    const at = (share) => percentile(entries, phase, share);
    const requests = entries.filter((entry) => entry.phase === phase).length;
    return [phase, { p50: at(0.5), p99: at(0.99), max: at(1), requests }];
  });
  return Object.fromEntries(phases.filter(([, { requests }]) => requests > 0));
}

/** Percentile of the response times of a phase, in ms; undefined if there were no requests. */
export function percentile(entries, phase, share) {
  const waits = entries
    .filter((entry) => entry.phase === phase && entry.ms !== undefined)
    .map(({ ms }) => ms);
  if (waits.length === 0) return undefined;
  const at = waits.sort((a, b) => a - b)[Math.min(waits.length - 1, Math.floor(waits.length * share))];
  return Math.round(at * 10) / 10;
}
