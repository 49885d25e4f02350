/** A server by host name or address. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port,host:port`. The port is optional; IPv6 addresses are in brackets. */
export function hostList(defaultPort: number): (value: string) => readonly HostAndPort[] {
  const expected = `servers separated by commas, such as redis-1:${defaultPort},redis-2:${defaultPort}`;
  return (value) => value.split(',').map((one) => hostAndPort(one.trim(), defaultPort, expected));
}

function hostAndPort(text: string, defaultPort: number, expected: string): HostAndPort {
  const [, bracketed, name, port] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = bracketed ?? name;
  const number = port === undefined ? defaultPort : Number(port);
  if (host === undefined || number < 1 || number > 65_535) throw new Error(expected);
  return { host, port: number };
}
