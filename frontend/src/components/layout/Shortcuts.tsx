import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useNavigate } from "react-router";
import { places } from "@/components/layout/places";
import { useShortcuts } from "@/components/layout/useShortcuts";
import { Dialog } from "@/components/ui/Dialog";
import {
  createSequenceReader,
  currentShortcuts,
  isTyping,
  type Shortcut,
  subscribeShortcuts,
} from "@/lib/shortcuts";

/** Listens for shortcuts, brings those that lead to pages, and lists all of them on `?`. */
export function Shortcuts() {
  const navigate = useNavigate();
  const [listOpen, setListOpen] = useState(false);
  const shortcuts = useSyncExternalStore(subscribeShortcuts, currentShortcuts);
  const own = useMemo<Shortcut[]>(
    () => [
      ...places.map(({ path, label, keys }) => ({
        keys,
        label: `Go to ${label}`,
        run: () => void navigate(path),
      })),
      { keys: "?", label: "Show shortcuts", run: () => setListOpen(true) },
    ],
    [navigate],
  );
  useShortcuts(own);
  useEffect(listenForShortcuts, []);
  return (
    <Dialog open={listOpen} onClose={() => setListOpen(false)} title="Shortcuts" size="sm">
      <dl className="flex flex-col">
        {shortcuts.map(({ keys, label }) => (
          <div
            key={keys}
            className="flex h-9 items-center justify-between border-line border-b last:border-0"
          >
            <dt>{label}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function Keys({ keys }: { keys: string }) {
  const mac = navigator.platform.startsWith("Mac");
  const caps = keys.split(/[ +]/).map((key) => (key === "mod" ? (mac ? "⌘" : "Ctrl") : key));
  return (
    <span className="flex gap-1">
      {caps.map((cap) => (
        <kbd
          key={cap}
          className="min-w-6 rounded-control border border-line-strong bg-sunken px-1.5 text-center font-sans text-muted text-xs capitalize leading-5"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}

/** Chords work everywhere; plain keys are text while someone types, and rest behind a dialog. */
function listenForShortcuts(): () => void {
  const read = createSequenceReader();
  const onKeyDown = (event: KeyboardEvent) => {
    const chord = event.ctrlKey || event.metaKey;
    const resting = isTyping(event.target) || document.querySelector("[data-modal=open]") !== null;
    if (event.defaultPrevented || event.repeat || (resting && !chord)) return;
    const shortcut = read(event, currentShortcuts());
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}
