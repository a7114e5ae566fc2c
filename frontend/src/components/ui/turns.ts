export interface Turn {
  id: number;
  role: string;
  text: string;
}

/** Reads a row of any format as turns; fields that are not text are shown as JSON. */
export function turnsOf(row: Record<string, unknown>): Turn[] {
  const { messages } = row;
  const pairs = Array.isArray(messages) ? messages.map(turnOf) : Object.entries(row);
  return pairs.map(([role, value], id) => ({ id, role, text: inWords(value) }));
}

function turnOf(message: unknown): [string, unknown] {
  if (typeof message !== "object" || message === null) return ["message", message];
  const { role, content, ...rest } = message as Record<string, unknown>;
  return [typeof role === "string" ? role : "message", content ?? rest];
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
