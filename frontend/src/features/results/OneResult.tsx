import { skipToken } from "@reduxjs/toolkit/query";
import { SearchX } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { ResultRow, Run } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { useGetRunQuery } from "@/api/runsApi";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { Card } from "@/components/ui/Card";
import { EmptyState } from "@/components/ui/EmptyState";
import { Skeleton } from "@/components/ui/Skeleton";
import { BrokenRun } from "./BrokenRun";
import { CommandsCard } from "./CommandsCard";
import { isBroken } from "./columns";
import { FilesCard } from "./FilesCard";
import { NotesFields } from "./NotesFields";
import { RunHeader } from "./RunHeader";
import { useResults } from "./useResults";
import { tagsOf } from "./view";

export interface OneResultProps {
  runId: string;
  /** Everything that a readable run tells of itself; given cards to stand among its own. */
  children: (run: Run, cards: ReactNode) => ReactNode;
}

/** One run in full: header, notes, what the page shows of it, commands and files. */
export function OneResult({ runId, children }: OneResultProps) {
  const { data, error } = useResults();
  const row = data?.rows.find(({ id }) => id === runId);
  const broken = row !== undefined && isBroken(row);
  const { data: run, error: runError } = useGetRunQuery(row && !broken ? runId : skipToken);
  const tags = useMemo(() => tagsOf(data?.rows ?? []), [data]);
  if (row && broken) return <BrokenRun row={row} notes={<NotesCard row={row} tags={tags} />} />;
  if (data && !row) return <NoSuchResult id={runId} />;
  const failure = error ?? runError;
  if (!row || !run) {
    return (
      <>
        <PageHeader title="Results">One run in full.</PageHeader>
        {failure ? (
          <Alert tone="danger" title={problemInWords(failure) ?? "The run was not read."} />
        ) : (
          <Skeleton className="h-[36rem]" />
        )}
      </>
    );
  }
  return (
    <>
      <RunHeader run={run} row={row} />
      {children(
        run,
        <>
          <NotesCard row={row} tags={tags} />
          <CommandsCard runId={run.id} />
          <FilesCard runId={run.id} />
        </>,
      )}
    </>
  );
}

function NotesCard({ row, tags }: { row: ResultRow; tags: readonly string[] }) {
  return (
    <Card title="Tags and note">
      <NotesFields row={row} tags={tags} />
    </Card>
  );
}

function NoSuchResult({ id }: { id: string }) {
  return (
    <>
      <title>Run not found · Droid Fine-Tuning</title>
      <EmptyState
        icon={SearchX}
        heading="h1"
        title="There is no such run"
        action={
          <ButtonLink to="/results" variant="primary">
            Show all runs
          </ButtonLink>
        }
      >
        No run has the id <span className="font-mono [overflow-wrap:anywhere]">{id}</span>. It may
        have been deleted: the trash in Results keeps runs for a week.
      </EmptyState>
    </>
  );
}
