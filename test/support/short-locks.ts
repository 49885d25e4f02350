/** Settings of a worker whose tasks are taken over seconds after its death: by default that takes up to 20 s. */
export const SHORT_LOCKS = { WORKER_LOCK_MS: '3000', WORKER_STALL_CHECK_MS: '500' };
