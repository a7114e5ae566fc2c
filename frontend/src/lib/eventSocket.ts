/**
 * One numbered stream of events over a WebSocket that survives lost connections: it asks for what
 * comes after the last number seen, drops doubles, notices gaps and waits longer after each failure.
 * Knows nothing of React, of the store, or of what an event means.
 */
import { classifyClose } from "@/lib/classifyClose";

/** Every event carries its number; numbers rise by one. */
export interface SequencedEvent {
  seq: number;
}

export type ConnectionState =
  | { phase: "connecting"; attempt: number }
  | { phase: "open" }
  | { phase: "waiting"; attempt: number; retryInMs: number; message: string }
  | { phase: "closed"; message: string };

/** The part of a WebSocket that is used here. */
export type SocketLike = Pick<WebSocket, "onopen" | "onmessage" | "onclose" | "close">;

export interface EventSocketOptions<Event extends SequencedEvent> {
  /** The address that streams everything with a number above `after`. */
  urlAfter: (after: number) => string;
  /** Validates one message; null when it is not a known event. */
  parse: (message: unknown) => Event | null;
  onEvent: (event: Event) => void;
  onConnection?: (state: ConnectionState) => void;
  /** A message that could not be read. Its number still counts as seen. */
  onUnreadable?: (message: unknown) => void;
  /** Number of the last event already held; 0 when none is. */
  after?: number;
  openSocket?: (url: string) => SocketLike;
  random?: () => number;
}

const firstWaitMs = 500;
const longestWaitMs = 10_000;
const gapCode = 4000;

/** Wait before attempt n (from 1): doubling, capped, with half of it left to chance. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}

/** Opens at once; call `close` when nobody listens any more. */
export class EventSocket<Event extends SequencedEvent> {
  #options: EventSocketOptions<Event>;
  #socket: SocketLike | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastSeq: number;
  #attempt = 0;
  #toleratedGap: number | null = null;
  #state: ConnectionState = { phase: "connecting", attempt: 0 };

  constructor(options: EventSocketOptions<Event>) {
    this.#options = options;
    this.#lastSeq = options.after ?? 0;
    this.#open();
  }

  /** Number of the last event handed on. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Tries again now instead of after the wait. */
  retryNow(): void {
    if (this.#state.phase === "waiting") this.#open();
  }

  /** Listens on after a stream that was complete: there is more to come. */
  goOn(): void {
    if (this.#state.phase !== "closed") return;
    this.#attempt = 0;
    this.#open();
  }

  /** Ends for good. */
  close(): void {
    this.#letGo(1000);
    this.#move({ phase: "closed", message: "Closed." });
  }

  #open(): void {
    this.#letGo(1000);
    this.#move({ phase: "connecting", attempt: this.#attempt });
    const open = this.#options.openSocket ?? ((url: string) => new WebSocket(url));
    const socket = open(this.#options.urlAfter(this.#lastSeq));
    this.#socket = socket;
    socket.onopen = () => this.#move({ phase: "open" });
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#closed(code, reason);
  }

  /** A message is one event, or an array of them. */
  #receive(data: unknown): void {
    const message = readJson(data);
    const socket = this.#socket;
    for (const one of Array.isArray(message) ? message : [message]) {
      this.#take(one, data);
      if (this.#socket !== socket) return;
    }
  }

  #take(message: unknown, data: unknown): void {
    const seq = seqOf(message);
    if (seq === null) {
      this.#options.onUnreadable?.(message ?? data);
      return;
    }
    if (seq <= this.#lastSeq) return;
    if (seq > this.#lastSeq + 1 && this.#toleratedGap !== seq) {
      // Ask once for what is missing. If the same gap comes back, the server does not have it either.
      this.#toleratedGap = seq;
      this.#letGo(gapCode);
      this.#open();
      return;
    }
    this.#lastSeq = seq;
    this.#attempt = 0;
    const event = this.#options.parse(message);
    if (event === null) this.#options.onUnreadable?.(message);
    else this.#options.onEvent(event);
  }

  #closed(code: number, reason: string): void {
    this.#letGo(1000);
    const { kind, message } = classifyClose(code, reason);
    if (kind === "terminal") {
      this.#move({ phase: "closed", message });
      return;
    }
    this.#attempt += 1;
    const retryInMs = retryDelay(this.#attempt, this.#options.random);
    this.#move({ phase: "waiting", attempt: this.#attempt, retryInMs, message });
    this.#timer = setTimeout(() => this.#open(), retryInMs);
  }

  #letGo(code: number): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code);
  }

  #move(state: ConnectionState): void {
    this.#state = state;
    this.#options.onConnection?.(state);
  }
}

function readJson(data: unknown): unknown {
  if (typeof data !== "string") return null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function seqOf(message: unknown): number | null {
  if (typeof message !== "object" || message === null || !("seq" in message)) return null;
  return Number.isInteger(message.seq) ? (message.seq as number) : null;
}
