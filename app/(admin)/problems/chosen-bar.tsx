// What may be done with what is chosen? Count and money, the three main acts, the rest in a menu; each says why not.
"use client";

import { Download, Ellipsis } from "lucide-react";

import { counted, figure, tabNoun } from "#app/(admin)/_watch/words.ts";
import { BulkBar } from "#components/bulk-bar.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "#components/ui/menu.tsx";

import { actNames, actWords, LINK, mainActOf, whyNotAct, whyNotLink, type ActName } from "./acts.ts";
import type { ListActions } from "./list-actions.ts";
import { ROWS_MAX, targetText, type Selection, type Target } from "./use-selection.ts";
import type { ProblemView } from "./view.ts";

type ChosenBarProps = {
  readonly chosen: Target;
  /** How many match, chosen or not; null: nobody knows. */
  readonly found: number | null;
  readonly view: ProblemView;
  readonly selection: Selection;
  readonly hasMore: boolean;
  readonly exportHref: string;
  readonly actions: ListActions;
};

export function ChosenBar(props: ChosenBarProps) {
  const { chosen, selection, view, actions } = props;
  const main = mainActOf(view.lane);
  const others: readonly ActName[] = main === "restore" ? [] : ["clear"];
  const inMenu = actNames.filter((act) => act !== main && !others.includes(act));
  const tooMany = chosen.rows && chosen.rows.length > ROWS_MAX ? TOO_MANY : undefined;
  const whyNot = (act: ActName) => tooMany ?? whyNotAct(act, { ...view, code: chosen.cause?.code });
  const text = targetText(chosen);
  return (
    <BulkBar
      countText={
        selection.isMatching
          ? chosen.count === null
            ? `All matching ${chosen.noun.many}`
            : `All ${text} matching`
          : text
      }
      money={chosen.money}
      more={<Matching {...props} />}
      onDrop={selection.drop}
      actions={
        <>
          <Button variant="primary" whyNot={whyNot(main)} onClick={() => actions.ask(main, chosen)}>
            {actWords[main].button(text)}
          </Button>
          <Button
            whyNot={chosen.cause ? undefined : "The chosen rows have several causes: choose rows of one"}
            onClick={() => chosen.cause && actions.fix(chosen.cause)}
          >
            Fix…
          </Button>
          {others.map((act) => (
            <Button key={act} whyNot={whyNot(act)} onClick={() => actions.ask(act, chosen)}>
              {actWords[act].label}
            </Button>
          ))}
          <Menu
            side="top"
            align="end"
            trigger={
              <Button icon={<Ellipsis aria-hidden />} aria-label="More actions">
                More
              </Button>
            }
          >
            {inMenu.map((act) => (
              <MenuItem key={act} whyNot={whyNot(act)} onSelect={() => actions.ask(act, chosen)}>
                {actWords[act].label}
              </MenuItem>
            ))}
            <MenuItem whyNot={whyNotLinkOne(chosen)} onSelect={() => chosen.rows?.[0] && actions.link(chosen.rows[0])}>
              {LINK}
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Download aria-hidden />} onSelect={() => window.location.assign(props.exportHref)}>
              Export all that match
            </MenuItem>
          </Menu>
        </>
      }
    />
  );
}

const TOO_MANY = `At most ${figure(ROWS_MAX)} rows one by one: take all that match instead`;

function whyNotLinkOne({ rows }: Target): string | undefined {
  const [row, ...others] = rows ?? [];
  return row && others.length === 0 ? whyNotLink(row) : "One at a time: choose a single row";
}

/** The page is taken; what else matches can be had too. */
function Matching({ selection, found, view, hasMore }: ChosenBarProps) {
  if (!selection.leadsToMatching || !hasMore) return null;
  const noun = tabNoun(view.tab);
  return (
    <Button variant="quiet" size="sm" onClick={selection.takeMatching}>
      {found === null ? `Select all matching ${noun.many}` : `Select all ${counted(found, noun)} matching`}
    </Button>
  );
}
