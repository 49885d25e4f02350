/** Worker settings with which other workers take over its tasks within seconds of its death, instead of up to 20 s. */
export const SHORT_LOCKS = { WORKER_LOCK_MS: '3000', WORKER_STALL_CHECK_MS: '500' };
