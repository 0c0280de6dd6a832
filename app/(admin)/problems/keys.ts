// Which key does what in the list? A table, so that the help, the list and the tests say the same.

export type KeyCommand =
  | "next"
  | "before"
  | "select"
  | "select-range"
  | "select-all"
  | "open"
  | "resync"
  | "fix"
  | "clear"
  | "mark-paid"
  | "snooze"
  | "assign"
  | "link"
  | "undo"
  | "search"
  | "lane-1"
  | "lane-2"
  | "lane-3"
  | "lane-4"
  | "lane-5"
  | "help"
  | "back";

type KeyEntry = {
  readonly command: KeyCommand;
  /** As the browser names them. */
  readonly keys: readonly string[];
  readonly withControl?: true;
  /** How they are written in the help, where that differs. */
  readonly shown?: readonly string[];
  readonly does: string;
  /** Only for those who may act. */
  readonly isActing?: true;
};

export const keyMap: readonly KeyEntry[] = [
  { command: "next", keys: ["j", "ArrowDown"], shown: ["j", "↓"], does: "Next row" },
  { command: "before", keys: ["k", "ArrowUp"], shown: ["k", "↑"], does: "Row before" },
  { command: "open", keys: ["Enter"], does: "Open the row" },
  { command: "select", keys: ["x"], does: "Select the row", isActing: true },
  {
    command: "select-range",
    keys: ["X"],
    shown: ["Shift x"],
    does: "Select all rows up to this one",
    isActing: true,
  },
  {
    command: "select-all",
    keys: ["a"],
    withControl: true,
    shown: ["Ctrl a", "⌘ a"],
    does: "Select the rows shown, then all that match",
    isActing: true,
  },
  { command: "resync", keys: ["r"], does: "Resync what is selected, else this row", isActing: true },
  { command: "fix", keys: ["f"], does: "Go to what fixes the cause of this row", isActing: true },
  { command: "clear", keys: ["e"], does: "Clear", isActing: true },
  { command: "mark-paid", keys: ["p"], does: "Mark paid", isActing: true },
  { command: "snooze", keys: ["s"], does: "Snooze", isActing: true },
  { command: "assign", keys: ["a"], does: "Assign", isActing: true },
  { command: "link", keys: ["l"], does: "Link to a record that QuickBooks has", isActing: true },
  { command: "undo", keys: ["z"], does: "Undo the last action", isActing: true },
  { command: "search", keys: ["/"], does: "Search" },
  { command: "lane-1", keys: ["1"], does: "Needs you" },
  { command: "lane-2", keys: ["2"], does: "Waiting" },
  { command: "lane-3", keys: ["3"], does: "Snoozed" },
  { command: "lane-4", keys: ["4"], does: "Cleared" },
  { command: "lane-5", keys: ["5"], does: "Done" },
  { command: "help", keys: ["?"], does: "This list" },
  { command: "back", keys: ["Escape"], shown: ["Esc"], does: "Close the panel, then drop the selection" },
];

/** Keys that write no character stay when single letters are switched off. */
const ALWAYS: readonly string[] = ["ArrowDown", "ArrowUp", "Enter", "Escape"];

export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

export type KeyRights = {
  /** Single letters were not switched off by this person. */
  readonly hasLetters: boolean;
  readonly mayAct: boolean;
};

/** What a key means in the list; null when it belongs to somebody else. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: KeyPress, rights: KeyRights): KeyCommand | null {
  if (altKey) return null;
  const withControl = ctrlKey || metaKey;
  const entry = keyMap.find((each) => each.keys.includes(key) && (each.withControl ?? false) === withControl);
  if (!entry || (entry.isActing && !rights.mayAct)) return null;
  const isLetter = !withControl && !ALWAYS.includes(key);
  return isLetter && !rights.hasLetters ? null : entry.command;
}

/** The lane that a number key leads to, from 0; null for another command. */
export function laneIndexOf(command: KeyCommand): number | null {
  return command.startsWith("lane-") ? Number(command.slice("lane-".length)) - 1 : null;
}
