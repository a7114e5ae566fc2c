import { Activity, CopyPlus, FileText, Package, Star, Trash2 } from "lucide-react";
import { useNavigate } from "react-router";
import type { ResultRow, Run } from "@/api/gen/types.gen";
import { bundleUrl, reportUrl } from "@/api/resultsApi";
import { runKinds } from "@/api/runKinds";
import { PageHeader } from "@/components/layout/PageHeader";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { buttonClasses } from "@/components/ui/buttonClasses";
import { Popover } from "@/components/ui/Popover";
import { StateBadge } from "@/components/ui/StateBadge";
import { classes } from "@/lib/classes";
import { formatDateTime } from "@/lib/formatTime";
import { nameOf } from "./columns";
import { useAnnotate } from "./useAnnotate";
import { formOf, useClone } from "./useClone";
import { useDeleteRuns } from "./useDeleteRuns";

/** Which run this is, and what can be done with it as a whole. */
export function RunHeader({ run, row }: { run: Run; row: ResultRow }) {
  return (
    <PageHeader title={nameOf(row)} action={<RunButtons run={run} row={row} />}>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge state={run.state} />
        <Badge>{runKinds[run.kind].label}</Badge>
        <span>{`Created ${formatDateTime(run.created_at)}`}</span>
        {run.imported && (
          <span>{`Imported ${formatDateTime(run.imported.at)} from ${run.imported.source}`}</span>
        )}
      </span>
    </PageHeader>
  );
}

function RunButtons({ run, row }: { run: Run; row: ResultRow }) {
  const annotate = useAnnotate();
  const clone = useClone();
  const starred = row.starred ?? false;
  return (
    <>
      <Button
        variant="ghost"
        aria-pressed={starred}
        onClick={() => void annotate(row.id, { starred: !starred })}
      >
        <Star aria-hidden className={classes("size-4", starred && "fill-current text-warning")} />
        Star
      </Button>
      {run.ended_at ? (
        <>
          <BundlePopover id={run.id} />
          <a href={reportUrl(run.id)} download className={buttonClasses()}>
            <FileText aria-hidden className="size-4" />
            Report
          </a>
          <DeleteButton row={row} />
        </>
      ) : (
        <ButtonLink icon={Activity} to={`/training/${encodeURIComponent(run.id)}`}>
          Open in Training
        </ButtonLink>
      )}
      <Button variant="primary" icon={CopyPlus} onClick={() => void clone(run)}>
        {`Clone to ${formOf(run.kind).label}`}
      </Button>
    </>
  );
}

function BundlePopover({ id }: { id: string }) {
  return (
    <Popover label="Run bundle" align="end" trigger={<Button icon={Package}>Bundle</Button>}>
      <p className="mb-3 text-muted text-xs">
        One zip file that another installation imports: configuration, events, versions, data hash
        and proof. Rows of the data never go along.
      </p>
      <div className="flex flex-col gap-2">
        <a href={bundleUrl(id, false)} download className={buttonClasses()}>
          Save without adapter
        </a>
        <a href={bundleUrl(id, true)} download className={buttonClasses()}>
          Save with adapter
        </a>
      </div>
    </Popover>
  );
}

/** Leads back to the table once the run is in the trash. */
export function DeleteButton({ row }: { row: ResultRow }) {
  const navigate = useNavigate();
  const deleteRuns = useDeleteRuns();

  async function press() {
    const gone = await deleteRuns([row]);
    if (gone.length > 0) await navigate("/results");
  }

  return (
    <Button icon={Trash2} onClick={() => void press()}>
      Delete
    </Button>
  );
}
