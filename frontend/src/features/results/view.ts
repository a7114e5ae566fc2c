/** Which rows are shown, and in which order; kept in the address. Pure. */
import type { ResultRow, RunKind, RunState } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { runStateWords } from "@/lib/runState";
import { type ColumnId, columnIds, columns, nameOf } from "./columns";

export interface View {
  text: string;
  state: RunState | "broken" | null;
  kind: RunKind | null;
  tag: string | null;
  starred: boolean;
  sort: ColumnId;
  down: boolean;
}

const plain: View = {
  text: "",
  state: null,
  kind: null,
  tag: null,
  starred: false,
  sort: "created_at",
  down: true,
};

/** A word in the address that means nothing is passed over. */
export function readView(params: URLSearchParams): View {
  const state = params.get("state") ?? "";
  const kind = params.get("kind") ?? "";
  const order = params.get("sort") ?? "";
  const sort = columnIds.find((id) => id === order.replace(/^-/, ""));
  return {
    text: params.get("q") ?? "",
    state: state in runStateWords || state === "broken" ? (state as View["state"]) : null,
    kind: kind in runKinds ? (kind as RunKind) : null,
    tag: params.get("tag"),
    starred: params.has("starred"),
    sort: sort ?? plain.sort,
    down: sort ? order.startsWith("-") : plain.down,
  };
}

export function writeView(view: View): URLSearchParams {
  const params = new URLSearchParams();
  if (view.text) params.set("q", view.text);
  if (view.state) params.set("state", view.state);
  if (view.kind) params.set("kind", view.kind);
  if (view.tag) params.set("tag", view.tag);
  if (view.starred) params.set("starred", "");
  if (view.sort !== plain.sort || view.down !== plain.down)
    params.set("sort", `${view.down ? "-" : ""}${view.sort}`);
  return params;
}

export function isFiltered({ text, state, kind, tag, starred }: View): boolean {
  return text.trim() !== "" || state !== null || kind !== null || tag !== null || starred;
}

/** The same order with every row on the page. */
export function withoutFilter({ sort, down }: View): View {
  return { ...plain, sort, down };
}

/** A press on a header: its own first direction, then the other one. */
export function sortedBy(view: View, id: ColumnId): View {
  const first = columns.find((column) => column.id === id)?.down ?? false;
  return { ...view, sort: id, down: view.sort === id ? !view.down : first };
}

export function rowsInView(rows: readonly ResultRow[], view: View): ResultRow[] {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  return inOrder(
    rows.filter((row) => fits(row, view) && words.every((word) => textOf(row).includes(word))),
    view,
  );
}

function fits(row: ResultRow, { state, kind, tag, starred }: View): boolean {
  if (state === "broken" ? !row.problem : state !== null && row.state !== state) return false;
  if (kind !== null && row.kind !== kind) return false;
  if (tag !== null && !row.tags?.includes(tag)) return false;
  return !starred || row.starred === true;
}

function textOf(row: ResultRow): string {
  const { id, model, data, note, tags = [] } = row;
  return [nameOf(row), id, model, data, note, ...tags].join("\n").toLowerCase();
}

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function inOrder(rows: ResultRow[], { sort, down }: View): ResultRow[] {
  const column = columns.find(({ id }) => id === sort);
  if (!column) return rows;
  const keyed = rows.map((row) => ({ row, key: column.value(row) ?? null }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    const order =
      typeof a.key === "number" && typeof b.key === "number"
        ? a.key - b.key
        : words.compare(String(a.key), String(b.key));
    return down ? -order : order;
  });
  return keyed.map(({ row }) => row);
}

/** Every tag there is, in the order of the alphabet. */
export function tagsOf(rows: readonly ResultRow[]): string[] {
  return [...new Set(rows.flatMap(({ tags }) => tags ?? []))].sort(words.compare);
}
