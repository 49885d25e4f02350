/** Messages for the parser's error codes. The parser's own message may contain bytes of the response. */
const faults = new Map([
  ['HPE_INVALID_CONTENT_LENGTH', 'Content-Length is not a single whole number'],
  ['HPE_UNEXPECTED_CONTENT_LENGTH', 'Content-Length is given twice, or beside Transfer-Encoding'],
  ['HPE_INVALID_TRANSFER_ENCODING', 'Transfer-Encoding is given twice, or beside Content-Length'],
  ['HPE_INVALID_CHUNK_SIZE', 'a chunk (Transfer-Encoding) has no valid size'],
  ['HPE_INVALID_HEADER_TOKEN', 'a header line is not valid'],
  ['HPE_INVALID_EOF_STATE', 'the response ends too early'],
  ['HPE_INVALID_CONSTANT', 'the response does not start with HTTP'],
  ['HPE_INVALID_VERSION', 'unknown HTTP version'],
  ['HPE_INVALID_STATUS', 'invalid status'],
  ['HPE_CLOSED_CONNECTION', 'data after the end of the response'],
  ['HPE_CR_EXPECTED', 'a line does not end with CR LF'],
  ['HPE_LF_EXPECTED', 'a line does not end with CR LF'],
  ['HPE_STRICT', 'a line does not end with CR LF'],
]);

/** @param header the name of the malformed header, if known */
export function protocolFault(code: string, header: string | undefined): string {
  const fault = faults.get(code) ?? 'not valid HTTP';
  return header === undefined ? fault : `${fault} (${header})`;
}
