import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { readView, type View, writeView } from "./view";

/** The view in the address, and the way to change it. Typing leaves no trail in the history. */
export function useView(): [View, (next: View) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  return [view, (next) => setParams(writeView(next), { replace: true })];
}
