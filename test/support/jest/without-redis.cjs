/**
 * Leaves out the specs that need a Redis where there is none, and none can be installed; in CI they run, and fail. The
 * specs beside the code need none. (Jest requires its filter: no ES module.)
 */
const NEED_REDIS = ['test', 'examples'].map((name) => `${process.cwd()}/${name}/`);

module.exports = async (paths) => {
  const others = paths.filter((path) => !NEED_REDIS.some((folder) => path.startsWith(folder)));
  const isGiven = process.env.REDIS_URL || process.env.CI === 'true';
  const problem = isGiven || others.length === paths.length ? undefined : await problemOfRedis();
  if (problem === undefined) return { filtered: paths };
  process.env.TEST_WITHOUT_REDIS = 'true';
  process.stderr.write(
    `${problem.message}\n\nSkipped, because there is no Redis: all specs in test/ and examples/\n`,
  );
  return { filtered: others };
};

/** The error that says what to install; undefined if there is a Redis. */
async function problemOfRedis() {
  const { build, isBuilt } = await import('../../../scripts/build.mjs');
  if (!isBuilt()) await build();
  const { obtainRedis } = await import('../../../dist/platform/embedded/redis/obtain-redis.js');
  const say = (line) => process.stderr.write(`${line}\n`);
  return obtainRedis(say).then(
    () => undefined,
    (error) => error,
  );
}
