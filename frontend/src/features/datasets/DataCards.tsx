import { useState } from "react";
import { useAppSelector } from "@/store/hooks";
import { DatasetCard } from "./DatasetCard";
import { OpenRow, type RowPlace } from "./openRow";
import { RowViewer } from "./RowViewer";
import { TokenReportCard } from "./TokenReportCard";
import { selectTokenQuestion } from "./tokenQuestion";

/** The data, what the model makes of it, and over both a window on single rows. */
export function DataCards() {
  const [place, setPlace] = useState<RowPlace | null>(null);
  const question = useAppSelector(selectTokenQuestion);
  return (
    <OpenRow value={question && setPlace}>
      <DatasetCard />
      <TokenReportCard />
      {place && question && (
        <RowViewer place={place} question={question} onClose={() => setPlace(null)} />
      )}
    </OpenRow>
  );
}
