import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ConnectionState, EventSocket, retryDelay } from "@/lib/eventSocket";
import { FakeSocket } from "./fakeSocket";

interface Tick {
  seq: number;
  type: "tick";
}

const parseTick = (message: unknown): Tick | null =>
  (message as Tick).type === "tick" ? (message as Tick) : null;
const tick = (seq: number): Tick => ({ seq, type: "tick" });

function listen(after?: number) {
  const seen: number[] = [];
  const states: ConnectionState[] = [];
  const unreadable: unknown[] = [];
  const socket = new EventSocket<Tick>({
    urlAfter: (last) => `ws://here/events?after=${last}`,
    parse: parseTick,
    onEvent: ({ seq }) => seen.push(seq),
    onConnection: (state) => states.push(state),
    onUnreadable: (message) => unreadable.push(message),
    openSocket: (url) => new FakeSocket(url),
    random: () => 1,
    ...(after !== undefined && { after }),
  });
  return { socket, seen, states, unreadable };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
});

afterEach(() => {
  vi.useRealTimers();
});

test("asks for what comes after the last event held", () => {
  listen(41);
  expect(FakeSocket.latest.url).toBe("ws://here/events?after=41");
});

test("hands events on in order and drops doubles", () => {
  const { socket, seen, states } = listen();
  FakeSocket.latest.accept();
  for (const seq of [1, 2, 2, 1, 3]) FakeSocket.latest.say(tick(seq));
  expect(seen).toEqual([1, 2, 3]);
  expect(socket.lastSeq).toBe(3);
  expect(states.at(-1)).toEqual({ phase: "open" });
});

test("a message may hold many events; a gap among them is asked for again", () => {
  const { socket, seen, unreadable } = listen();
  FakeSocket.latest.say([tick(1), tick(2)]);
  FakeSocket.latest.say([tick(2), { type: "tick" }, tick(3)]);
  expect(seen).toEqual([1, 2, 3]);
  expect(unreadable).toHaveLength(1);
  const first = FakeSocket.latest;
  first.say([tick(4), tick(6), tick(7)]);
  expect(socket.lastSeq).toBe(4);
  expect(first.closedWith).toBe(4000);
  expect(FakeSocket.latest.url).toBe("ws://here/events?after=4");
});

test("a gap is asked for again, and nothing is missed", () => {
  const { seen } = listen();
  FakeSocket.latest.say(tick(1));
  const first = FakeSocket.latest;
  first.say(tick(4));
  expect(first.closedWith).toBe(4000);
  expect(FakeSocket.latest.url).toBe("ws://here/events?after=1");
  for (const seq of [2, 3, 4]) FakeSocket.latest.say(tick(seq));
  expect(seen).toEqual([1, 2, 3, 4]);
});

test("a gap that the server cannot fill does not end in a circle", () => {
  const { seen } = listen();
  FakeSocket.latest.say(tick(1));
  FakeSocket.latest.say(tick(4));
  FakeSocket.latest.say(tick(4));
  FakeSocket.latest.say(tick(5));
  expect(FakeSocket.opened).toHaveLength(2);
  expect(seen).toEqual([1, 4, 5]);
});

describe("a lost connection", () => {
  test("is opened again from the last event, after a wait", () => {
    const { states } = listen();
    FakeSocket.latest.say(tick(1));
    FakeSocket.latest.hangUp(1006);
    expect(states.at(-1)).toMatchObject({ phase: "waiting", attempt: 1, retryInMs: 500 });
    vi.advanceTimersByTime(499);
    expect(FakeSocket.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.latest.url).toBe("ws://here/events?after=1");
  });

  test("waits longer after each failure, and short again after an event", () => {
    const { states } = listen();
    const waits: number[] = [];
    for (let failure = 0; failure < 6; failure += 1) {
      FakeSocket.latest.hangUp(1006);
      const state = states.at(-1);
      if (state?.phase === "waiting") waits.push(state.retryInMs);
      vi.runOnlyPendingTimers();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10000]);
    FakeSocket.latest.say(tick(1));
    FakeSocket.latest.hangUp(1006);
    expect(states.at(-1)).toMatchObject({ retryInMs: 500 });
  });

  test("can be opened at once", () => {
    const { socket } = listen();
    FakeSocket.latest.hangUp(1006);
    socket.retryNow();
    expect(FakeSocket.opened).toHaveLength(2);
    vi.runOnlyPendingTimers();
    expect(FakeSocket.opened).toHaveLength(2);
  });
});

test("a final close is not tried again, and says why", () => {
  const { socket } = listen();
  FakeSocket.latest.hangUp(4404);
  vi.runAllTimers();
  expect(FakeSocket.opened).toHaveLength(1);
  expect(socket.state).toMatchObject({ phase: "closed" });
});

test("a stream that was complete is heard on from its end, when there is more to come", () => {
  const { socket, seen } = listen();
  FakeSocket.latest.say(tick(1));
  socket.goOn();
  expect(FakeSocket.opened).toHaveLength(1);
  FakeSocket.latest.hangUp(1000);
  socket.goOn();
  expect(FakeSocket.latest.url).toBe("ws://here/events?after=1");
  FakeSocket.latest.say(tick(2));
  expect(seen).toEqual([1, 2]);
});

test("closing ends it, even while it waits", () => {
  const { socket, seen } = listen();
  const first = FakeSocket.latest;
  first.hangUp(1006);
  socket.close();
  vi.runAllTimers();
  first.say(tick(1));
  expect(FakeSocket.opened).toHaveLength(1);
  expect(seen).toEqual([]);
  expect(socket.state.phase).toBe("closed");
});

test("an unknown event is set aside and its number counts", () => {
  const { socket, seen, unreadable } = listen();
  FakeSocket.latest.say({ seq: 1, type: "from a newer server" });
  FakeSocket.latest.say(tick(2));
  FakeSocket.latest.say("{ not json");
  FakeSocket.latest.say({ type: "tick" });
  FakeSocket.latest.say({ seq: "3", type: "tick" });
  expect(seen).toEqual([2]);
  expect(socket.lastSeq).toBe(2);
  expect(unreadable).toHaveLength(4);
});

test("chance moves a wait by up to half", () => {
  expect(retryDelay(3, () => 0)).toBe(1000);
  expect(retryDelay(3, () => 1)).toBe(2000);
  expect(retryDelay(50, () => 1)).toBe(10_000);
});
