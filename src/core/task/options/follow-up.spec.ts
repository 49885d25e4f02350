import { describe, expect, it } from '@jest/globals';
import { chosenFollowUps, readFollowUps, storedFollowUps } from './follow-up.js';

describe('stored follow-ups', () => {
  const chosen = { task: 'test.say', payload: { list: [], none: null } };

  it('are read as they were chosen', () => {
    const stored = storedFollowUps({ onSuccess: {}, onFailure: {} }, { onFailure: chosen });
    expect(readFollowUps(stored)).toEqual({ onSuccess: true, onFailure: chosen });
    expect(chosenFollowUps(stored)).toEqual({ onFailure: chosen });
  });

  it('are nothing for a task without any', () => {
    expect(storedFollowUps({}, {})).toBeUndefined();
    expect(readFollowUps(undefined)).toBeNull();
    expect(chosenFollowUps(undefined)).toEqual({});
  });

  it('are also read as objects, as they were stored once', () => {
    expect(readFollowUps({ onSuccess: chosen })).toEqual({ onSuccess: chosen });
  });
});
