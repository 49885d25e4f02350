/**
 * Adds modules of an example to a program of ours, as `src/apps/features.ts` would list them. A program imports this
 * before its root module, which reads the list when it is loaded. TEST_MODULES has the files of the modules in
 * .dist-examples, separated by commas.
 */
import { features } from '../../dist/apps/features.js';

for (const file of process.env.TEST_MODULES.split(',')) {
  const exported = await import(`../../.dist-examples/${file}`);
  features.push(...Object.values(exported).filter(({ name }) => name.endsWith('Module')));
}
