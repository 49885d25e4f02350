/** CPU time of the work in this process, in ms: unlike elapsed time, it hardly depends on the load of the machine. */
export function cpuMsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
