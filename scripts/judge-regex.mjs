import vm from 'node:vm';

process.env.RECHECK_BACKEND = 'pure'; // in JavaScript: no Java, no program for one machine
const { checkSync } = await import('recheck');

/** Enough to find every fault that recheck has ever found here, and a third of the time of its defaults. */
const EFFORT = { timeout: 60_000, incubationLimit: 8_000, maxIteration: 5, maxNFASize: 1_500 };
/** An attack of recheck's has some 100,000 characters: what takes time in proportion is through in 20 ms. */
const MAX_ATTACK_MS = 200;

/**
 * What is wrong with a regular expression, for people; undefined when nothing is. recheck looks for an attack, and the
 * attack is tried: of its guesses some are wrong.
 */
export function faultOf({ source, flags }) {
  const { status, attack, complexity } = verdictOf(source, flags);
  if (status === 'safe') return undefined;
  if (status === 'unknown')
    return 'recheck came to no verdict: write it more simply, or as two, so that it can be judged';
  const ms = timeOf(source, flags, attack.string);
  if (ms < MAX_ATTACK_MS) return undefined;
  const took = ms === Infinity ? 'more than a second' : `${Math.round(ms)} ms`;
  return `${complexity.summary}: ${took} for ${attack.string.length} characters, ${attack.pattern}`;
}

/**
 * synckit, through which recheck asks its thread, sometimes wakes before the message is there and then reads undefined
 * (a TypeError, on a busy machine): the next question gets its answer.
 */
function verdictOf(source, flags, triesLeft = 3) {
  try {
    return checkSync(source, flags, EFFORT);
  } catch (error) {
    if (!(error instanceof TypeError) || triesLeft === 0) throw error;
    return verdictOf(source, flags, triesLeft - 1);
  }
}

function timeOf(source, flags, text) {
  const from = performance.now();
  try {
    const regex = new RegExp(source, flags);
    vm.runInNewContext("text.replace(regex, '')", { regex, text }, { timeout: 1_000 });
    return performance.now() - from;
  } catch (error) {
    if (error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return Infinity;
    throw error;
  }
}
