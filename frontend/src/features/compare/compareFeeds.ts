/**
 * One socket per session for all views of it, owned outside React. A comparison is cancelled by the
 * server when its last socket leaves, so it stays open a moment longer than the last view: long
 * enough for a page that is entered again.
 */
import { socketUrl } from "@/api/baseApi";
import { EventSocket } from "@/lib/eventSocket";
import { type CompareEvent, parseCompareEvent } from "./compareEvents";
import { type CompareFeed, createCompareFeed } from "./compareFeed";

interface Entry {
  feed: CompareFeed;
  socket: EventSocket<CompareEvent> | null;
  views: number;
  closing: ReturnType<typeof setTimeout> | undefined;
}

const keepMs = 3000;
const entries = new Map<string, Entry>();

/** The feed of a session; silent until somebody watches. */
export function feedOf(id: string): CompareFeed {
  return entryOf(id).feed;
}

/** Hears the feed, and holds the socket open as long as somebody does. */
export function watchFeed(id: string, listener: () => void): () => void {
  const entry = entryOf(id);
  clearTimeout(entry.closing);
  entry.views += 1;
  entry.socket ??= openSocket(id, entry.feed);
  const silence = entry.feed.subscribe(listener);
  return () => {
    silence();
    entry.views -= 1;
    if (entry.views === 0) entry.closing = setTimeout(() => close(id, entry), keepMs);
  };
}

/** Tries the connection now instead of after its wait. */
export function reconnect(id: string): void {
  entries.get(id)?.socket?.retryNow();
}

/** Lets go of every socket and every answer. */
export function closeFeeds(): void {
  for (const [id, entry] of entries) close(id, entry);
}

function entryOf(id: string): Entry {
  const known = entries.get(id);
  if (known) return known;
  const entry: Entry = { feed: createCompareFeed(), socket: null, views: 0, closing: undefined };
  entries.set(id, entry);
  return entry;
}

function openSocket(id: string, feed: CompareFeed): EventSocket<CompareEvent> {
  const path = `/compare/${encodeURIComponent(id)}/events`;
  return new EventSocket<CompareEvent>({
    urlAfter: (after) => socketUrl(path, { after }),
    parse: parseCompareEvent,
    onConnection: feed.connectionMoved,
    onEvent: feed.apply,
  });
}

function close(id: string, entry: Entry): void {
  clearTimeout(entry.closing);
  entry.socket?.close();
  if (entries.get(id) === entry) entries.delete(id);
}
