// Which credits does the order have, and what may be done with each? Drafted, approved, issued, or dropped.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleSlash, Send } from "lucide-react";
import { useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { Confirm } from "#components/confirm.tsx";
import { Money, moneyText } from "#components/money.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Section } from "#components/ui/page.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CreditState } from "#lib/orders/added.ts";
import { creditWords, type CreditShown, type CreditsShown } from "#lib/orders/credit.ts";

import { move } from "./credits/actions.ts";
import { DraftCreditForm } from "./draft-credit.tsx";

type CreditsPanelProps = {
  readonly orderId: string;
  readonly today: string;
  readonly mayMake: boolean;
  readonly mayApprove: boolean;
};

const looks: Readonly<Record<CreditState, { readonly tone: Tone; readonly icon: typeof CircleCheck }>> = {
  draft: { tone: "neutral", icon: CircleDashed },
  approved: { tone: "accent", icon: CircleCheck },
  issued: { tone: "good", icon: Send },
  dropped: { tone: "neutral", icon: CircleSlash },
};

export function CreditsPanel({ orderId, today, mayMake, mayApprove }: CreditsPanelProps) {
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const key = ["credits", orderId];
  const feed = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => await fetchJson<CreditsShown>(`/orders/${orderId}/credits`, signal),
  });
  const changed = async () => {
    setOpen(false);
    await Promise.all([key, ["order", orderId]].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  const shown = feed.data;
  const credits = shown?.credits ?? [];
  return (
    <Section
      title="Credits"
      isFlush={credits.length > 0}
      aside={
        <Button size="sm" onClick={() => setOpen(true)} whyNot={whyNoCredit(shown, mayMake)}>
          Credit…
        </Button>
      }
    >
      {feed.error ? <p className="text-bad">The credits could not be read just now.</p> : null}
      {shown && credits.length === 0 ? (
        <p className="text-soft">
          None made here. A credit is drafted, approved and issued; only then it goes to QuickBooks.
        </p>
      ) : null}
      {credits.length > 0 ? (
        <CreditTable credits={credits} mayMake={mayMake} mayApprove={mayApprove} onChanged={changed} />
      ) : null}
      {shown?.creditable ? (
        <Dialog
          open={isOpen}
          onOpenChange={setOpen}
          title="Draft a credit"
          description={`At most ${moneyText(shown.creditable)} of this order is left to credit. A draft sends nothing.`}
        >
          <DraftCreditForm orderId={orderId} today={today} codes={shown.chargeCodes} onDrafted={changed} />
        </Dialog>
      ) : null}
    </Section>
  );
}

function whyNoCredit(shown: CreditsShown | undefined, mayMake: boolean): string | undefined {
  if (!mayMake) return "Your role does not allow making credits";
  if (!shown) return "The order's credits are being read";
  if (!shown.creditable) return "Only a completed order can be credited";
  return shown.creditable.minor === "0" ? "All of the order is credited" : undefined;
}

type CreditTableProps = {
  readonly credits: readonly CreditShown[];
  readonly mayMake: boolean;
  readonly mayApprove: boolean;
  readonly onChanged: () => Promise<void>;
};

function CreditTable({ credits, mayMake, mayApprove, onChanged }: CreditTableProps) {
  return (
    <Table label="Credits of this order">
      <TableHead>
        <Row>
          <HeadCell>State</HeadCell>
          <HeadCell>Reason</HeadCell>
          <HeadCell>Date</HeadCell>
          <HeadCell align="end">Amount</HeadCell>
          <HeadCell>
            <span className="sr-only">What to do</span>
          </HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {credits.map((credit) => {
          const { tone, icon: Icon } = looks[credit.state];
          return (
            <Row key={credit.creditId}>
              <Cell phone="title">
                <Badge tone={tone} icon={<Icon aria-hidden />}>
                  {creditWords[credit.state]}
                </Badge>
              </Cell>
              <Cell>
                {credit.reason}
                <span className="block text-xs text-faint">{whoWords(credit)}</span>
              </Cell>
              <Cell>
                <DateText date={credit.date} />
              </Cell>
              <Cell align="end" phone="end">
                <Money value={credit.money} />
              </Cell>
              <Cell align="end">
                <Moves credit={credit} mayMake={mayMake} mayApprove={mayApprove} onChanged={onChanged} />
              </Cell>
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}

function whoWords({ chargeCode, madeBy, approvedBy }: CreditShown): string {
  const charge = chargeCode === null ? "" : `${chargeCode} · `;
  return `${charge}by ${madeBy}${approvedBy === null ? "" : `, approved by ${approvedBy}`}`;
}

type MovesProps = Omit<CreditTableProps, "credits"> & { readonly credit: CreditShown };

/** What comes next, and dropping it while it has not left. */
function Moves({ credit, mayMake, mayApprove, onChanged }: MovesProps) {
  const [asked, setAsked] = useState<"approved" | "issued" | "dropped">();
  const next = credit.state === "draft" ? "approved" : credit.state === "approved" ? "issued" : null;
  if (!next) return null;
  const onConfirm = async () => {
    const outcome = await move({ creditId: credit.creditId, to: asked });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done(`The credit is ${creditWords[outcome.value.state].toLowerCase()}`);
    await onChanged();
  };
  const words = asked ? moveWords[asked] : moveWords[next];
  return (
    <span className="flex flex-wrap justify-end gap-2">
      <Button
        size="sm"
        onClick={() => setAsked(next)}
        whyNot={mayApprove ? undefined : "An accountant or an owner approves and issues credits"}
      >
        {moveWords[next].verb}
      </Button>
      <Button
        size="sm"
        onClick={() => setAsked("dropped")}
        whyNot={mayMake ? undefined : "Your role does not allow changing credits"}
      >
        Drop
      </Button>
      <Confirm
        open={asked !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(undefined);
        }}
        title={`${words.verb} this credit of ${moneyText(credit.money)}?`}
        consequence={words.consequence}
        confirmLabel={words.verb}
        onConfirm={onConfirm}
      />
    </span>
  );
}

const moveWords = {
  approved: { verb: "Approve", consequence: "It may then be issued. Nothing is sent yet." },
  issued: {
    verb: "Issue",
    consequence: "It goes to QuickBooks the way this company books refunds, and cannot be dropped here afterwards.",
  },
  dropped: { verb: "Drop", consequence: "It stays on this page as dropped. Nothing was sent, and nothing will be." },
} as const;
