import { runCommand } from '../program/run-command.js';
import { REDIS_IMAGE, type RedisProgram } from './redis-command.js';

const ANSWER_LIMIT_MS = 5_000;
const PULL_LIMIT_MS = 600_000;

/** The Docker client as a way to run Redis; undefined if no engine answers. */
export async function dockerProgram(file: string): Promise<RedisProgram | undefined> {
  const format = '{{.ServerVersion}} {{.SecurityOptions}}';
  const answer = await runCommand(file, ['info', '--format', format], { limitMs: ANSWER_LIMIT_MS }).catch(
    () => '',
  );
  if (answer.trim() === '') return undefined;
  // A rootless engine runs containers in its user's own namespace, in which the calling user is root.
  const user = answer.includes('rootless') ? '0:0' : `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  return { kind: 'docker', file, user };
}

/** Downloads the image if it is missing, so that a container starts within about a second. */
export async function ensureImage(file: string, say: (line: string) => void): Promise<void> {
  const inspected = runCommand(file, ['image', 'inspect', REDIS_IMAGE], { limitMs: ANSWER_LIMIT_MS });
  if (await inspected.catch(() => undefined)) return;
  say(`No Redis on the PATH: downloading the Docker image ${REDIS_IMAGE} …`);
  await runCommand(file, ['pull', REDIS_IMAGE], { limitMs: PULL_LIMIT_MS });
}
