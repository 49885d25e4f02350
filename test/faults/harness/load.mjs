/**
 * Submits at a constant rate and does not wait for answers: clients do not slow down because a service does (an open
 * loop). What is late is made up for at once.
 *
 * @param rate requests a second
 * @param payload of each
 * @returns `stop` ends the sending, and resolves when the last request is answered
 */
export function startLoad(submissions, { rate, payload = {} }) {
  const from = performance.now();
  const open = new Set();
  let sent = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - from) / 1_000) * rate; sent < due; sent++) {
      const request = submissions.submit(payload, { phase: submissions.phase ?? 'before' });
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

/** What a client waited, in ms, by phase: the median, the 99th percentile, the longest. */
export function latencies(entries) {
  const phases = ['before', 'during', 'after'].map((phase) => {
    const at = (share) => percentile(entries, phase, share);
    const requests = entries.filter((entry) => entry.phase === phase).length;
    return [phase, { p50: at(0.5), p99: at(0.99), max: at(1), requests }];
  });
  return Object.fromEntries(phases.filter(([, { requests }]) => requests > 0));
}

/** What the given share of the requests of a phase was answered within, in ms; undefined where there were none. */
export function percentile(entries, phase, share) {
  const waits = entries
    .filter((entry) => entry.phase === phase && entry.ms !== undefined)
    .map(({ ms }) => ms);
  if (waits.length === 0) return undefined;
  const at = waits.sort((a, b) => a - b)[Math.min(waits.length - 1, Math.floor(waits.length * share))];
  return Math.round(at * 10) / 10;
}
