/** The API process as it is, with the tasks of test-tasks.mjs besides its own. */
import { startApi } from '../../dist/api-app.js';
import { runProcess } from '../../dist/process.js';
import { TestApiModule } from './test-tasks.mjs';

await runProcess('celeriac-api', () => startApi(TestApiModule));
