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

/** The median and the 99th percentile of what a client waited, in ms, by phase. */
export function latencies(entries) {
  const phases = ['before', 'during', 'after'].map((phase) => {
    const sorted = entries
      .filter((entry) => entry.phase === phase)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
    return [phase, { p50: at(0.5), p99: at(0.99), max: round(sorted.at(-1)), requests: sorted.length }];
  });
  return Object.fromEntries(phases.filter(([, { requests }]) => requests > 0));
}

function round(ms) {
  return ms === undefined ? undefined : Math.round(ms * 10) / 10;
}
