import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { ask } from './ask.mjs';

const EVERY_MS = 20;
const KIB_PER_MIB = 1_024;

/** Resident memory of a process in MiB; undefined if it has ended. */
function residentMb({ pid }) {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? undefined : Number(found[1]) / KIB_PER_MIB;
  } catch {
    return undefined;
  }
}

/**
 * Resources of a process: memory and used heap in MiB, and file descriptors except those of HTTP clients, whose number
 * depends on the clients.
 */
export async function held(process) {
  const { body } = await ask(`${process.url}/metrics`);
  const metric = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1] ?? 0);
  const fds = readdirSync(`/proc/${process.pid}/fd`).length;
  return {
    rss_mb: residentMb(process),
    heap_mb: metric('nodejs_heap_size_used_bytes') / KIB_PER_MIB / KIB_PER_MIB,
    fds: fds - metric('celeriac_http_connections'),
  };
}

/** Number of a process' connections to a local TCP port. */
export function connectionsTo({ pid }, port) {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).map((fd) => targetOf(`${folder}/${fd}`));
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1);
  return rows.map((row) => row.trim().split(/\s+/)).filter((row) => row[2] === remote && inodes.has(row[9]))
    .length;
}

/** A descriptor may be closed in the meantime. */
function targetOf(link) {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

/**
 * Samples a process' memory every 20 ms.
 *
 * @returns `stop` ends that, and returns the first value, the maximum, and the difference, in MiB
 */
export function watchMemory(process) {
  const from = residentMb(process);
  let most = from;
  const look = () => {
    most = Math.max(most, residentMb(process) ?? 0);
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
