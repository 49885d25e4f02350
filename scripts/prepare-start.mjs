/** Runs before the service in `npm start`: builds `dist/` and the console where their sources have changed. */
import { build, isBuilt } from './build.mjs';
import { buildConsole, isConsoleBuilt } from './build-console.mjs';

if (!isBuilt() || !isConsoleBuilt()) console.log('Building …');
try {
  if (!isBuilt()) await build();
  if (!isConsoleBuilt()) await buildConsole().catch(complain);
} catch (error) {
  console.error(error.name === 'SyntaxErrors' ? error.message : error);
  process.exitCode = 1;
}

function complain({ message }) {
  console.error(`The console cannot be built, so /dashboard has no pages: ${message}`);
}
