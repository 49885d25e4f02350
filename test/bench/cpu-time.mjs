import { readFileSync, readdirSync } from 'node:fs';

/** Unit in which Linux counts the CPU time of a process. */
const TICKS_A_SECOND = 100;

/** CPU time of a process and its threads so far, in user and system mode. */
export function cpuMs(pid) {
  return readStat(pid).ownMs;
}

/** CPU time of a process and its descendants so far, those that have ended included. */
export function treeCpuMs(root) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStatIfRunning);
  const sum = (pid) => {
    const children = all.filter(({ parent }) => parent === pid);
    return children.reduce(
      (total, child) => total + sum(child.pid),
      all.find((one) => one.pid === pid)?.ms ?? 0,
    );
  };
  return sum(root);
}

function readStatIfRunning(pid) {
  try {
    return [readStat(pid)];
  } catch {
    return [];
  }
}

/** `ownMs` is its own time, `ms` that of its ended children as well. */
function readStat(pid) {
  // Behind the name of the program, which may contain anything: state, parent, …
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ').map(Number);
  const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(msOf);
  const ownMs = user + system;
  return { pid: Number(pid), parent: fields[1], ownMs, ms: ownMs + childrenUser + childrenSystem };
}

function msOf(ticks) {
  return (ticks * 1_000) / TICKS_A_SECOND;
}
