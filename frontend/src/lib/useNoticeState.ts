import { useSyncExternalStore } from "react";
import { type NoticeState, noticeState, subscribeNotices } from "@/lib/notices";

/** Whether notices of the desktop are shown, as the browser says now. */
export function useNoticeState(): NoticeState {
  return useSyncExternalStore(subscribeNotices, noticeState);
}
