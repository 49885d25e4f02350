/** `01a22b5b…43fcf132`: ids of the same minute begin alike, so that their ends tell them apart. */
export function shortId(id: string): string {
  return id.length <= 18 ? id : `${id.slice(0, 8)}…${id.slice(-8)}`;
}
