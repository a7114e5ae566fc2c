import { Bell, BellOff, BellRing } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { Popover } from "@/components/ui/Popover";
import { dropNotices, wantNotices } from "@/lib/notices";
import { useNoticeState } from "@/lib/useNoticeState";

/** Whether the browser tells of the end of a run while another window is in front. */
export function NotifyToggle() {
  const state = useNoticeState();
  if (state === "impossible") return null;
  if (state === "blocked") return <Blocked />;
  const on = state === "on";
  return (
    <Button
      variant="ghost"
      icon={on ? BellRing : Bell}
      aria-pressed={on}
      title="Tells you when a run is completed or fails, while this page is open in some tab."
      onClick={() => (on ? dropNotices() : void wantNotices())}
      className={on ? "text-primary-700" : undefined}
    >
      Notify me
    </Button>
  );
}

function Blocked() {
  return (
    <Popover
      label="Notifications"
      align="end"
      trigger={
        <Button variant="ghost" icon={BellOff}>
          Notifications blocked
        </Button>
      }
    >
      <p className="font-medium">This browser blocks notifications of this page</p>
      <p className="mt-1 text-muted">
        No page can change that. Allow them in the site's settings, which open beside the address,
        then come back. Until then the tab's title tells how far the run is.
      </p>
    </Popover>
  );
}
