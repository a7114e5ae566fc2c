/** Why a socket closed: for good, or worth another try. Pure. */

export interface CloseVerdict {
  kind: "terminal" | "retry";
  /** One sentence for the person: what happened, and what happens next. */
  message: string;
}

const terminal: Record<number, string> = {
  1000: "The stream is complete.",
  1002: "The server and this page speak different versions. Reload the page.",
  1003: "The server and this page speak different versions. Reload the page.",
  1008: "The server refused this page. Open the address that it printed when it started.",
  4400: "The server did not understand the request. Reload the page.",
  4401: "The server wants a token. Open the address that it printed when it started.",
  4403: "The server refused this page. Open the address that it printed when it started.",
  4404: "This run is no longer there. Open Results to see what is.",
};

const retry: Record<number, string> = {
  1001: "The server is going down. Trying again.",
  1006: "The connection was lost. Trying again.",
  1011: "The server met an error. Trying again.",
  1012: "The server is restarting. Trying again.",
  1013: "This page fell behind. Catching up.",
};

/** Reads a close code and the server's own words; the words win when there are any. */
export function classifyClose(code: number, reason = ""): CloseVerdict {
  const kind = code in terminal ? "terminal" : "retry";
  const known = terminal[code] ?? retry[code] ?? `The connection closed (${code}). Trying again.`;
  return { kind, message: reason.trim() || known };
}
