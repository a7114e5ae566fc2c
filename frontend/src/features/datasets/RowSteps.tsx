import { ChevronLeft, ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { RowTokens } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { IconButton } from "@/components/ui/IconButton";
import { Segments } from "@/components/ui/SegmentedControl";
import { readNumber } from "@/lib/numberInput";
import type { RowPlace } from "./openRow";

/** The row before, the row after, or any row by its number or line. */
export function RowSteps({ row, onGo }: { row: RowTokens; onGo: (place: RowPlace) => void }) {
  const [by, setBy] = useState<"row" | "line">("row");
  const [text, setText] = useState("");
  const wanted = readNumber(text);
  const fits = typeof wanted === "number" && Number.isInteger(wanted) && wanted >= 1;
  const beyond = fits && by === "row" && wanted > row.rows;

  function jump(event: FormEvent) {
    event.preventDefault();
    if (fits && !beyond) onGo(by === "row" ? { row: wanted } : { line: wanted });
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <IconButton
        icon={ChevronLeft}
        label="Previous row"
        disabled={row.row <= 1}
        onClick={() => onGo({ row: row.row - 1 })}
      />
      <IconButton
        icon={ChevronRight}
        label="Next row"
        disabled={row.row >= row.rows}
        onClick={() => onGo({ row: row.row + 1 })}
      />
      <form onSubmit={jump} className="ml-auto flex flex-wrap items-center gap-2">
        <div className="w-28">
          <Segments
            label="Jump by"
            value={by}
            onChange={setBy}
            options={[
              { value: "row", label: "Row" },
              { value: "line", label: "Line" },
            ]}
          />
        </div>
        <input
          type="text"
          inputMode="numeric"
          aria-label={`Number of the ${by}`}
          aria-invalid={(text !== "" && (!fits || beyond)) || undefined}
          value={text}
          autoComplete="off"
          placeholder={`1 – ${by === "row" ? row.rows : "…"}`}
          onChange={(event) => setText(event.target.value)}
          className="input-field w-24 tabular-nums"
        />
        <Button type="submit" disabled={!fits || beyond}>
          Jump
        </Button>
      </form>
    </div>
  );
}
