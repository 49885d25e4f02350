import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { RecordingLogger } from '../../../test/support/in-process.js';
import { RunnerEvents, type TaskStarted } from './runner-events.js';

const STARTED: TaskStarted = { id: 'a', name: 'test.x', queue: 'tasks', attempt: 1 };

describe('RunnerEvents', () => {
  it('calls every listener, even after one throws', () => {
    const logger = new RecordingLogger();
    Logger.overrideLogger(logger);
    const events = new RunnerEvents();
    const heard: TaskStarted[] = [];
    events.on('task.started', () => {
      throw new Error('a broken metric');
    });
    events.on('task.started', (started) => heard.push(started));
    expect(() => events.publish('task.started', STARTED)).not.toThrow();
    expect(heard).toEqual([STARTED]);
    expect(logger.lines.join()).toContain('A listener of task.started failed: Error: a broken metric');
  });

  it('ends one subscription, however often that is asked, and also while it publishes', () => {
    const events = new RunnerEvents();
    const heard: string[] = [];
    const end = events.on('task.started', () => {
      heard.push('first');
      end();
    });
    events.on('task.started', () => heard.push('second'));
    events.publish('task.started', STARTED);
    end();
    events.publish('task.started', STARTED);
    expect(heard).toEqual(['first', 'second', 'second']);
  });
});
