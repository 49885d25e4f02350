/** CPU time in ms that the work takes in this process: unlike time on the clock, a busy machine does not change it much. */
export function cpuMsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
