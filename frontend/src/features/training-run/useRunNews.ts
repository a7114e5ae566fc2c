import { useEffect } from "react";
import { baseApi } from "@/api/baseApi";
import { useAppDispatch } from "@/store/hooks";
import { onRunState } from "./runFeeds";

/** Asks the server again as soon as a socket says that a run moved on. */
export function useRunNews(): void {
  const dispatch = useAppDispatch();
  useEffect(
    () =>
      onRunState((id) => {
        dispatch(
          baseApi.util.invalidateTags([
            { type: "Run", id: "list" },
            { type: "Run", id },
          ]),
        );
      }),
    [dispatch],
  );
}
