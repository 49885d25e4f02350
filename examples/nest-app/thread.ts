import { serveThread } from '../../src/worker/index.js';
import { AppModule } from './app.module.js';
import { config } from './config.js';

/** A thread or process that the worker starts: for tasks with `isolation: 'thread'`, and for those that crashed one. */
export default await serveThread(AppModule.with(config));
