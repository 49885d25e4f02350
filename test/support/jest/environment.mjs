/** Jest's environment for Node, for specs that runtime.mjs runs in Node's own realm. */
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';
import './library-timers.mjs';

/** `expect.any(String)` and the like compare constructors, so Jest's realm gets those of Node's. */
const CONSTRUCTORS = [
  ...['Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'BigInt', 'Date', 'RegExp', 'Promise'],
  ...[
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'AggregateError',
  ],
];

export default class NativeEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of CONSTRUCTORS) this.global[name] = globalThis[name];
    this.fakeTimersModern = new ModernFakeTimers({ config: config.projectConfig, global: globalThis });
  }
}
