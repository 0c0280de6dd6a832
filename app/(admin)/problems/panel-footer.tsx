// What may be done with the open problem? One main act, the others beside it, and the way into QuickBooks.
"use client";

import { Ellipsis, ExternalLink } from "lucide-react";

import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "#components/ui/menu.tsx";
import type { ProblemShown } from "#lib/sync/problems.ts";

import { actNames, actWords, LINK, mainActOf, UNLINK, whyNotAct, type ActName } from "./acts.ts";
import type { TieAsked } from "./use-links.ts";
import { rowsTarget, targetText, type Target } from "./use-selection.ts";
import { viewLanes } from "./view.ts";

type PanelFooterProps = {
  readonly shown: ProblemShown;
  /** When the row was seen so. */
  readonly asOf: string;
  readonly mayAct: boolean;
  readonly onAsk: (act: ActName, target: Target) => void;
  readonly onTie: (asked: TieAsked) => void;
};

export function PanelFooter({ shown, asOf, mayAct, onAsk, onTie }: PanelFooterProps) {
  const { row, where, tie } = shown;
  const asked = { rowId: row.rowId, title: row.title };
  const lane = viewLanes.find((each) => each === row.lane);
  const isFixedThere = where === "quickbooks" || where === "mapping";
  const isOpen = lane === "needs-you" || lane === "snoozed";
  const ledgerUrl = shown.ledgerUrl ?? (isOpen && isFixedThere ? shown.companyUrl : null);
  const target = rowsTarget([row], asOf);
  const place = lane ? { lane, tab: row.tab, code: row.code, isUnheard: row.isUnheard } : null;
  const main = place && mainActOf(place.lane);
  const isDone = lane === undefined || lane === "done";
  return (
    <>
      {mayAct && place && main && !isDone ? (
        <>
          <Button variant="primary" whyNot={whyNotAct(main, place)} onClick={() => onAsk(main, target)}>
            {actWords[main].button(targetText(target))}
          </Button>
          {main === "resync" ? (
            <Button whyNot={whyNotAct("clear", place)} onClick={() => onAsk("clear", target)}>
              Clear
            </Button>
          ) : null}
          <Menu
            side="top"
            trigger={
              <Button icon={<Ellipsis aria-hidden />} aria-label="More actions for this row">
                More
              </Button>
            }
          >
            {actNames
              .filter((act) => act !== main && (main !== "resync" || act !== "clear"))
              .map((act) => (
                <MenuItem key={act} whyNot={whyNotAct(act, place)} onSelect={() => onAsk(act, target)}>
                  {actWords[act].label}
                </MenuItem>
              ))}
            <MenuLine />
            <MenuItem whyNot={tie.whyNoLink ?? undefined} onSelect={() => onTie({ does: "link", ...asked })}>
              {LINK}
            </MenuItem>
            <MenuItem whyNot={tie.whyNoUnlink ?? undefined} onSelect={() => onTie({ does: "unlink", ...asked })}>
              {UNLINK}
            </MenuItem>
          </Menu>
        </>
      ) : null}
      {mayAct && isDone && tie.whyNoUnlink === null ? (
        <Button onClick={() => onTie({ does: "unlink", ...asked })}>{UNLINK}</Button>
      ) : null}
      {ledgerUrl ? (
        <ButtonLink href={ledgerUrl} target="_blank" rel="noreferrer" icon={<ExternalLink aria-hidden />}>
          {shown.ledgerUrl ? "Open in QuickBooks" : "Open QuickBooks"}
        </ButtonLink>
      ) : null}
      {where === "links" && isOpen ? <ButtonLink href="/links">Open Links</ButtonLink> : null}
      {where === "connection" && isOpen ? (
        <ButtonLink href="/settings/companies">Open the connection</ButtonLink>
      ) : null}
      {!mayAct && isOpen ? <p className="text-xs text-faint">Your role may look, but not act.</p> : null}
    </>
  );
}
