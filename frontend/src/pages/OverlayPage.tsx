import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { Overlay } from "@/features/results/Overlay";
import { overlaidRuns } from "@/features/results/overlayAddress";

/** Two to eight runs laid over each other; the address names them. */
export function OverlayPage() {
  const [params] = useSearchParams();
  const ids = useMemo(() => overlaidRuns(params), [params]);
  return <Overlay ids={ids} />;
}
