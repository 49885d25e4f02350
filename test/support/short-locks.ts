/** Settings of a worker whose tasks are taken over seconds after its death: by default that takes up to 20 s. */
export const SHORT_LOCKS = { WORKER_LOCK_MS: '3000', WORKER_STALL_CHECK_MS: '500' };

/** For `test-worker`: what it does is seen by other processes at once, and not up to 5 s later. */
export const QUICK_HEARTBEATS = { TEST_WORKER_OPTIONS: JSON.stringify({ heartbeatMs: 200 }) };
