import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/ui/IconButton";
import { formatCount } from "@/lib/format";

export interface PagerProps {
  /** What is paged: "rows". */
  noun: string;
  /** From 0. */
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}

/** "26–50 of 1 000 rows", with the way back and on. Nothing where one page holds all. */
export function Pager({ noun, page, pageSize, total, onPage }: PagerProps) {
  if (total <= pageSize) return null;
  const first = page * pageSize + 1;
  const last = Math.min(total, first + pageSize - 1);
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center justify-end gap-1">
      <p role="status" className="mr-2 text-muted text-xs tabular-nums">
        {`${formatCount(first)}–${formatCount(last)} of ${formatCount(total)} ${noun}`}
      </p>
      <IconButton
        icon={ChevronLeft}
        label="Previous page"
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <IconButton
        icon={ChevronRight}
        label="Next page"
        disabled={last >= total}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  );
}
