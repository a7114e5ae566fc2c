import type { ComparisonReport } from "@/api/gen/types.gen";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { measuredOf, measuredText, membersOf } from "./comparisonProgress";

/** What the figures say and what they do not, in the server's own words. */
export function EvidenceCard({ report }: { report: ComparisonReport }) {
  const { sentence, caveats, complete } = report.evidence;
  const all = membersOf(report).length;
  return (
    <section aria-labelledby="evidence" className="card px-5 py-4">
      <h2 id="evidence" className="text-muted text-xs">
        What the evidence says
      </h2>
      <p role="status" className="mt-1 max-w-prose font-semibold text-base">
        {sentence}
      </p>
      {!complete && (
        <div className="mt-3 max-w-prose">
          <ProgressBar
            label="Runs measured"
            value={all > 0 ? measuredOf(report) / all : null}
            valueText={measuredText(report)}
          />
          <p className="mt-1 text-muted text-xs tabular-nums">{measuredText(report)}</p>
        </div>
      )}
      {caveats.length > 0 && (
        <>
          <h3 className="mt-4 font-medium">What it does not say</h3>
          <ul className="mt-1 grid max-w-prose list-disc gap-1 pl-5 text-muted">
            {caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
