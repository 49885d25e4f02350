/**
 * Runs before the service in `npm start`: builds `dist/` where the sources have changed. The settings, the ports and
 * Redis are checked by the first files that are compiled, before the rest is, so that a mistake is told at once.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build, isBuilt } from './build.mjs';

/** The checks have failed, and have said why. */
class CheckFailed extends Error {}

if (!isBuilt()) {
  console.log('Building …');
  try {
    await build('standalone.ts', check);
  } catch (error) {
    if (!(error instanceof CheckFailed)) console.error(error.name === 'SyntaxErrors' ? error.message : error);
    process.exitCode = 1;
  }
}

async function check(standalone) {
  const child = spawn(process.execPath, [standalone, '--check'], { stdio: 'inherit' });
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== 0) throw new CheckFailed();
}
