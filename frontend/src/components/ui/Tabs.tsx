import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Tab {
  id: string;
  label: string;
  content: ReactNode;
}

export interface TabsProps {
  /** Names the row of tabs. */
  label: string;
  tabs: readonly Tab[];
  /** The tab to begin with; the first when left out. */
  defaultTab?: string;
  /** The tab that is open, where somebody else keeps it; give `onChange` too. */
  tab?: string;
  onChange?: (id: string) => void;
}

/** Views of one thing, one at a time. Arrow keys move between the tabs. */
export function Tabs({ label, tabs, defaultTab, tab, onChange }: TabsProps) {
  return (
    <Radix.Root
      {...(tab === undefined ? { defaultValue: defaultTab ?? tabs[0]?.id ?? "" } : { value: tab })}
      {...(onChange && { onValueChange: onChange })}
    >
      <Radix.List aria-label={label} className="flex gap-1 border-line border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px rounded-t-control border-transparent border-b-2 px-3 py-2 text-muted hover:text-ink data-[state=active]:border-primary-600 data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
