import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { identityOf, isAlive, ownIdentity, pidOf } from './process-identity.js';

describe('process identity', () => {
  it('distinguishes this process from others and is constant', () => {
    expect(ownIdentity()).toBe(identityOf(process.pid));
    expect(pidOf(ownIdentity())).toBe(process.pid);
    expect(identityOf(process.ppid)).not.toBe(ownIdentity());
    expect(isAlive(ownIdentity())).toBe(true);
  });

  it('does not match a later process with the same id', () => {
    expect(isAlive(`${process.pid}@1`)).toBe(false);
    expect(isAlive('free')).toBe(false);
    expect(isAlive('')).toBe(false);
  });

  it('recognises dead and suspended processes', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const identity = identityOf(child.pid ?? 0) ?? '';
    child.kill('SIGSTOP');
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });
});
