import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SCRIPTS, celeryPython, pythonEnvironment } from './celery-python.js';
import { eventually } from './eventually.js';
import type { Variables } from './sandbox.js';

const PROMPT = '>>> ';
const LINE_LIMIT_MS = 60_000;

/** A line of a session with the output that it shows. */
export interface SessionLine {
  readonly typed: string;
  readonly shown: string;
}

/** The lines of a session as documentation prints it. */
export function sessionOf(text: string): SessionLine[] {
  return text
    .split(/^>>> /m)
    .slice(1)
    .map((part) => {
      const [typed = '', ...shown] = part.trimEnd().split('\n');
      return { typed, shown: shown.join('\n') };
    });
}

/** Types lines into Python's own shell. @returns the same lines with what it has answered */
export async function typeIntoPython(
  lines: readonly string[],
  environment: Variables,
  folder = SCRIPTS,
): Promise<SessionLine[]> {
  // Answers and prompts in one stream, in their order.
  const child = spawn('sh', ['-c', `exec ${celeryPython()} -q -u -i 2>&1`], {
    cwd: folder,
    env: pythonEnvironment(environment),
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined); // it has ended: the prompt does not come
  const prompt = () =>
    eventually(() => {
      if (!output.endsWith(PROMPT)) throw new Error(`Python shows no prompt: ${output}`);
      const answer = output.slice(0, -PROMPT.length).trimEnd();
      output = '';
      return answer;
    }, LINE_LIMIT_MS);
  const closed = once(child, 'close');
  try {
    await prompt();
    const answers: SessionLine[] = [];
    for (const typed of lines) {
      child.stdin.write(`${typed}\n`);
      answers.push({ typed, shown: await prompt() });
    }
    return answers;
  } finally {
    child.stdin.end();
    child.kill('SIGKILL');
    await closed;
  }
}
