import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HistoryUnavailableError } from '../../core/index.js';
import { eventually } from '../../../test/support/eventually.js';
import { Silence } from './silence.js';

describe('a silent PostgreSQL', () => {
  let answers: boolean;
  let asked: number;
  let silence: Silence;

  beforeEach(() => {
    answers = false;
    asked = 0;
    silence = new Silence(() => {
      asked += 1;
      return answers ? Promise.resolve() : Promise.reject(new Error('Query read timeout'));
    }, 1);
  });

  afterEach(() => silence.stop());

  it('is not asked again until it answers a question of its own', async () => {
    expect(() => silence.refuse()).not.toThrow();
    silence.note(new Error('Query read timeout'));
    expect(() => silence.refuse()).toThrow(HistoryUnavailableError);
    await eventually(() => expect(asked).toBeGreaterThan(2));
    expect(() => silence.refuse()).toThrow('failing fast until it answers');
    answers = true;
    await eventually(() => expect(() => silence.refuse()).not.toThrow());
  });

  it.each(['connect ECONNREFUSED 127.0.0.1:5432', 'canceling statement due to statement timeout'])(
    'is not one that answers with the error %j',
    (message) => {
      silence.note(new Error(message));
      expect(() => silence.refuse()).not.toThrow();
      expect(asked).toBe(0);
    },
  );

  it('asks one question at a time', () => {
    for (let i = 0; i < 5; i += 1) silence.note(new Error('timeout exceeded when trying to connect'));
    expect(asked).toBe(1);
  });
});
