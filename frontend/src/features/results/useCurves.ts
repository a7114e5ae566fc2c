import { useEffect, useMemo } from "react";
import { shallowEqual } from "react-redux";
import { getCurves } from "@/api/resultsApi";
import { useAppDispatch, useAppSelector } from "@/store/hooks";

const pollMs = 5000;

/** The curves of several runs, in their order; those that still train are asked for again and again. */
export function useCurves(ids: readonly string[], live: ReadonlySet<string>) {
  const dispatch = useAppDispatch();
  useEffect(() => {
    const asked = ids.map((id) =>
      dispatch(
        getCurves.initiate(id, {
          subscriptionOptions: {
            pollingInterval: live.has(id) ? pollMs : 0,
            skipPollingIfUnfocused: true,
          },
        }),
      ),
    );
    return () => {
      for (const one of asked) one.unsubscribe();
    };
  }, [dispatch, ids, live]);
  // Each remembers its answer, so that nothing is drawn anew while it stays the same.
  const select = useMemo(() => ids.map((id) => getCurves.select(id)), [ids]);
  return useAppSelector((state) => select.map((one) => one(state)), shallowEqual);
}
