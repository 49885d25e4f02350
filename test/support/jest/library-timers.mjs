/**
 * Lets a Jest worker exit as soon as it has no more to do. redis-parser shrinks its buffer step by step after a large
 * reply, by an interval that keeps a process alive for seconds: Jest waits half a second, then reports a leak.
 */
const { setInterval } = globalThis;

globalThis.setInterval = (callback, ...rest) => {
  const timer = setInterval(callback, ...rest);
  return callback.name === 'decreaseBufferPool' ? timer.unref() : timer;
};
