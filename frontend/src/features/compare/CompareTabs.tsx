import { useSearchParams } from "react-router";
import { Tabs } from "@/components/ui/Tabs";
import { useAppSelector } from "@/store/hooks";
import { selectSessions } from "@/store/slices/compareSlice";
import { BatchTab } from "./BatchTab";
import { ChatTab } from "./ChatTab";
import { CheckpointsTab } from "./CheckpointsTab";
import { RunLink } from "./RunLink";
import { SidesCard } from "./SidesCard";
import { useHeldSession } from "./useSession";

const tabs = [
  { id: "chat", label: "Chat", content: <ChatTab /> },
  { id: "batch", label: "Batch", content: <BatchTab /> },
  { id: "checkpoints", label: "Checkpoints", content: <CheckpointsTab /> },
];

/** Sides above, and what is done with them below. The open tab stands in the address. */
export function CompareTabs() {
  const [params, setParams] = useSearchParams();
  const { chat, scrub } = useAppSelector(selectSessions);
  // Another tab of this page is no reason to stop answering.
  useHeldSession(chat);
  useHeldSession(scrub);
  const tab = tabs.find(({ id }) => id === params.get("tab"))?.id ?? "chat";

  function open(id: string) {
    const next = new URLSearchParams(params);
    if (id === "chat") next.delete("tab");
    else next.set("tab", id);
    setParams(next, { replace: true });
  }

  return (
    <div className="grid grid-cols-1 gap-4">
      <RunLink runId={params.get("run")} />
      <SidesCard withSides={tab !== "checkpoints"} />
      <Tabs label="Ways to compare" tabs={tabs} tab={tab} onChange={open} />
    </div>
  );
}
