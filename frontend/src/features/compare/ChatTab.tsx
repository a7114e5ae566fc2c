import { Columns2, Sprout } from "lucide-react";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";
import { Answers } from "./Answers";
import { Composer } from "./Composer";
import { FollowChoice } from "./FollowChoice";
import { useChat } from "./useChat";
import { useSides } from "./useSides";
import { VoteTotals } from "./VoteTotals";

/** One conversation with every side at once. */
export function ChatTab() {
  const chat = useChat();
  return (
    <div className="grid grid-cols-1 gap-4">
      {chat.id === null ? <NoAnswerYet /> : <Answers chat={chat} />}
      <div className="grid gap-2">
        <FollowChoice chat={chat} />
        <Composer chat={chat} />
      </div>
      <VoteTotals />
    </div>
  );
}

function NoAnswerYet() {
  const { choices } = useSides();
  if (choices && choices.runs.length === 0) {
    return (
      <div className="card">
        <EmptyState
          icon={Sprout}
          title="No adapter for this base yet"
          action={
            <ButtonLink to="/setup" variant="primary">
              Go to Setup
            </ButtonLink>
          }
        >
          Train one in Setup; the demo there takes under a minute. Until then the base answers alone
          below, or beside an adapter folder of yours.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="card">
      <EmptyState icon={Columns2} title="Ask every side the same">
        The answers stream in side by side from one copy of the base. Where they part is marked, so
        that what training changed is seen.
      </EmptyState>
    </div>
  );
}
