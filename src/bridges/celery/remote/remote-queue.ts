/** The queue of ours whose tasks wait for Python. */
export const REMOTE_QUEUE = 'remote';
