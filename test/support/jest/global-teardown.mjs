/** Ends the servers that were started for the run. */
export default async function tearDown() {
  await Promise.all((globalThis.stopTestServers ?? []).map((stop) => stop()));
  delete globalThis.stopTestServers;
}
