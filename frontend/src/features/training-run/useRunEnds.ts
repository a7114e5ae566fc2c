import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Run } from "@/api/gen/types.gen";
import { showNotice } from "@/lib/notices";
import { endedSince, endTitle, type States, statesOf } from "./runEnds";
import { useTabTitle } from "./useTabTitle";

/**
 * Tells of runs that end: by a notice of the desktop, and, while another window or tab is in front, in
 * the title of this one until it is looked at.
 */
export function useRunEnds(runs: readonly Run[] | undefined): void {
  const navigate = useNavigate();
  const before = useRef<States>(new Map());
  const [news, setNews] = useState<string | null>(null);
  useTabTitle(news);

  useEffect(() => {
    if (!runs) return;
    const ended = endedSince(before.current, runs);
    before.current = statesOf(runs);
    for (const run of ended) {
      showNotice({
        title: endTitle(run),
        body: run.exit?.message ?? "",
        tag: `${run.id} ${run.ended_at}`,
        onOpen: () => void navigate(`/training/${encodeURIComponent(run.id)}`),
      });
      if (!document.hasFocus()) setNews(endTitle(run));
    }
  }, [runs, navigate]);

  useEffect(() => {
    const seen = () => setNews(null);
    window.addEventListener("focus", seen);
    return () => window.removeEventListener("focus", seen);
  }, []);
}
