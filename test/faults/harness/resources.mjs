import { readFileSync, readdirSync } from 'node:fs';
import { ask } from './ask.mjs';

const EVERY_MS = 20;
const KIB_PER_MIB = 1_024;

/** What a running process holds: resident memory in MiB, and how many file descriptors. */
export function held({ pid }) {
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { rss_mb: Number(kib) / KIB_PER_MIB, fds: readdirSync(`/proc/${pid}/fd`).length };
}

/** The used heap in MiB, as the process says itself. */
export async function heapOf({ url }) {
  const { body } = await ask(`${url}/metrics`);
  const [, bytes] = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(body);
  return Number(bytes) / KIB_PER_MIB / KIB_PER_MIB;
}

/**
 * Looks at a process' memory every 20 ms.
 *
 * @returns `stop` ends that and gives what it held at first, at most, and the difference, in MiB
 */
export function watchMemory(process) {
  const from = held(process).rss_mb;
  let most = from;
  const look = () => {
    most = Math.max(most, held(process).rss_mb);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { from_mb: rounded(from), most_mb: rounded(most), grown_mb: rounded(most - from) };
    },
  };
}

function rounded(mb) {
  return Math.round(mb * 10) / 10;
}
