/**
 * One socket per run for all views of it, owned outside React: a second view, a page that is left
 * and entered again, or a double mount share it. It closes a moment after the last view is gone.
 */
import { socketUrl } from "@/api/baseApi";
import { EventSocket } from "@/lib/eventSocket";
import { parseRunEvent, type RunEvent } from "./runEvents";
import { createRunFeed, type RunFeed } from "./runFeed";

interface Entry {
  feed: RunFeed;
  socket: EventSocket<RunEvent> | null;
  views: number;
  closing: ReturnType<typeof setTimeout> | undefined;
  /** The round for which it was opened again. */
  round: string | null;
}

type StateListener = (runId: string) => void;

const keepMs = 3000;
const entries = new Map<string, Entry>();
const stateListeners = new Set<StateListener>();

/** The feed of a run; silent until somebody watches. */
export function feedOf(runId: string): RunFeed {
  return entryOf(runId).feed;
}

/** Hears the feed, and holds the socket open as long as somebody does. */
export function watchFeed(runId: string, listener: () => void): () => void {
  const entry = entryOf(runId);
  clearTimeout(entry.closing);
  entry.views += 1;
  entry.socket ??= openSocket(runId, entry.feed);
  const silence = entry.feed.subscribe(listener);
  return () => {
    silence();
    entry.views -= 1;
    if (entry.views === 0) entry.closing = setTimeout(() => close(runId, entry), keepMs);
  };
}

/** Hears when any watched run moves to another state. */
export function onRunState(listener: StateListener): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

/** Tries the connection now instead of after its wait. */
export function reconnect(runId: string): void {
  entries.get(runId)?.socket?.retryNow();
}

/** Listens on where the stream was complete: the run has been taken up again. Once for each round. */
export function goOn(runId: string, round: string): void {
  const entry = entries.get(runId);
  if (!entry || entry.round === round) return;
  entry.round = round;
  entry.socket?.goOn();
}

/** Lets go of every socket and every point. */
export function closeFeeds(): void {
  for (const [runId, entry] of entries) close(runId, entry);
}

function entryOf(runId: string): Entry {
  const known = entries.get(runId);
  if (known) return known;
  const feed = createRunFeed();
  const entry: Entry = { feed, socket: null, views: 0, closing: undefined, round: null };
  entries.set(runId, entry);
  return entry;
}

function openSocket(runId: string, feed: RunFeed): EventSocket<RunEvent> {
  const path = `/runs/${encodeURIComponent(runId)}/events`;
  return new EventSocket<RunEvent>({
    urlAfter: (after) => socketUrl(path, { after, batch: "true" }),
    parse: parseRunEvent,
    onConnection: feed.connectionMoved,
    onEvent: (event) => {
      feed.apply(event);
      if (event.type === "state" || event.type === "proof") announceState(runId);
    },
  });
}

/** A replay brings every state since the start at once: that is one piece of news. */
const pending = new Map<string, ReturnType<typeof setTimeout>>();

function announceState(runId: string): void {
  if (pending.has(runId)) return;
  const tell = () => {
    pending.delete(runId);
    for (const listener of stateListeners) listener(runId);
  };
  pending.set(runId, setTimeout(tell, 50));
}

function close(runId: string, entry: Entry): void {
  clearTimeout(entry.closing);
  entry.socket?.close();
  if (entries.get(runId) === entry) entries.delete(runId);
}
