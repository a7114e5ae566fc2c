import { PackageOpen, SearchX, Trash2 } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { ResultRow } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Skeleton } from "@/components/ui/Skeleton";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { rowsChosen, rowToggled, selectChosen } from "@/store/slices/resultsSlice";
import { EmptyResults } from "./EmptyResults";
import { FilterBar } from "./FilterBar";
import { ImportDialog } from "./ImportDialog";
import { ResultsTable } from "./ResultsTable";
import { SelectionBar } from "./SelectionBar";
import { TrashDialog } from "./TrashDialog";
import { useAnnotate } from "./useAnnotate";
import { useDeleteRuns } from "./useDeleteRuns";
import { useResults } from "./useResults";
import { useStable } from "./useStable";
import { useView } from "./useView";
import { rowsInView, tagsOf, withoutFilter } from "./view";

export interface ResultsProps {
  /** What else can be done with chosen runs. */
  selectionActions?: (ids: readonly string[]) => ReactNode;
  /** Stands between the header and the rows. */
  children?: ReactNode;
}

type Window = "trash" | "import" | null;

/** Every run ever: found, put in order, chosen, noted, deleted. */
export function Results({ selectionActions, children }: ResultsProps) {
  const { data, error } = useResults();
  const [open, setOpen] = useState<Window>(null);
  const rows = data?.rows;
  return (
    <>
      <PageHeader
        title="Results"
        action={
          <>
            <Button variant="ghost" icon={Trash2} onClick={() => setOpen("trash")}>
              Trash
            </Button>
            <Button icon={PackageOpen} onClick={() => setOpen("import")}>
              Import
            </Button>
          </>
        }
      >
        Find any run, lay curves over each other, and see which settings differ.
      </PageHeader>
      {children}
      {isApiProblem(error) && (
        <Alert tone="danger" title={error.title}>
          {error.detail}
        </Alert>
      )}
      {rows && rows.length > 0 && <Rows rows={rows} selectionActions={selectionActions} />}
      {rows?.length === 0 && <EmptyResults onImport={() => setOpen("import")} />}
      {!rows && !error && <TableSkeleton />}
      {open === "trash" && <TrashDialog onClose={() => setOpen(null)} />}
      {open === "import" && <ImportDialog onClose={() => setOpen(null)} />}
    </>
  );
}

interface RowsProps {
  rows: readonly ResultRow[];
  selectionActions: ResultsProps["selectionActions"];
}

function Rows({ rows, selectionActions }: RowsProps) {
  const [view, setView] = useView();
  const dispatch = useAppDispatch();
  const annotate = useAnnotate();
  const deleteRuns = useDeleteRuns();
  const chosen = useAppSelector(selectChosen);
  // A run that went meanwhile is chosen no longer.
  const ids = useMemo(() => {
    const there = new Set(rows.map(({ id }) => id));
    return chosen.filter((id) => there.has(id));
  }, [rows, chosen]);
  const selected = useMemo(() => new Set(ids), [ids]);
  const shown = useMemo(() => rowsInView(rows, view), [rows, view]);
  const tags = useMemo(() => tagsOf(rows), [rows]);
  const toggle = useCallback((id: string) => void dispatch(rowToggled(id)), [dispatch]);
  const choose = (next: string[]) => dispatch(rowsChosen(next));
  const star = useStable((row: ResultRow) => void annotate(row.id, { starred: !row.starred }));
  const remove = useStable((row: ResultRow) => void deleteRuns([row]));
  return (
    <>
      <FilterBar
        view={view}
        onView={setView}
        tags={tags}
        shown={shown.length}
        total={rows.length}
      />
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No run fits"
          action={<Button onClick={() => setView(withoutFilter(view))}>Show all runs</Button>}
        >
          Use fewer words, or choose another state, kind or tag.
        </EmptyState>
      ) : (
        <ResultsTable
          rows={shown}
          selected={selected}
          view={view}
          onView={setView}
          tags={tags}
          onToggle={toggle}
          onChoose={choose}
          onStar={star}
          onDelete={remove}
        />
      )}
      {ids.length > 0 && (
        <SelectionBar
          ids={ids}
          onDelete={() => void deleteRuns(rows.filter(({ id }) => selected.has(id)))}
          onClear={() => choose([])}
        >
          {selectionActions?.(ids)}
        </SelectionBar>
      )}
    </>
  );
}

function TableSkeleton() {
  return (
    <>
      <Skeleton className="mb-3 h-9 max-w-2xl" />
      <Skeleton className="h-[max(24rem,calc(100dvh-17rem))]" />
    </>
  );
}
