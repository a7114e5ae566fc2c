import type { SocketLike } from "@/lib/eventSocket";

/** Stands in for the network: keeps every socket that was opened, and speaks for the server. */
export class FakeSocket implements SocketLike {
  static opened: FakeSocket[] = [];

  onopen: SocketLike["onopen"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  closedWith: number | undefined;

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }

  static get latest(): FakeSocket {
    const latest = FakeSocket.opened.at(-1);
    if (!latest) throw new Error("No socket was opened.");
    return latest;
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  accept(): void {
    this.onopen?.call(this as never, new Event("open"));
  }

  say(message: unknown): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.onmessage?.call(this as never, new MessageEvent("message", { data }));
  }

  hangUp(code: number, reason = ""): void {
    this.onclose?.call(this as never, new CloseEvent("close", { code, reason }));
  }
}
