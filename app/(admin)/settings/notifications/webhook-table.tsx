// Which addresses hear of new causes, and how is one tried, switched and removed?
"use client";

import { CircleCheck, CirclePause } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { EndpointShown } from "#lib/notify/webhook.ts";

import { remove, sendTest, turn } from "./actions.ts";

const NOT_REACHED = "The server could not be reached. Please try again.";

type WebhookTableProps = { readonly endpoints: readonly EndpointShown[]; readonly now: string };

export function WebhookTable({ endpoints, now }: WebhookTableProps) {
  const [leaving, setLeaving] = useState<EndpointShown | null>(null);
  const router = useRouter();

  async function removeLeaving(): Promise<string | void> {
    if (!leaving) return;
    const outcome = await remove({ endpointId: leaving.endpointId });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done("The webhook was removed");
    router.refresh();
  }

  return (
    <>
      <Table label="Webhooks" className="border-t border-line">
        <TableHead>
          <Row>
            <HeadCell>Address</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Added</HeadCell>
            <HeadCell align="end">
              <span className="sr-only">Change it</span>
            </HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {endpoints.map((endpoint) => (
            <Row key={endpoint.endpointId}>
              <Cell phone="title" className="font-medium [overflow-wrap:anywhere]">
                {endpoint.url}
              </Cell>
              <Cell>
                {endpoint.isOn ? (
                  <Badge tone="good" icon={<CircleCheck aria-hidden />}>
                    On
                  </Badge>
                ) : (
                  <Badge icon={<CirclePause aria-hidden />}>Off</Badge>
                )}
              </Cell>
              <Cell className="text-soft">
                <RelativeTime at={endpoint.createdAt} now={now} /> by {endpoint.madeBy}
              </Cell>
              <Cell phone="wide" align="end">
                <Doings endpoint={endpoint} onRemove={() => setLeaving(endpoint)} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      <Confirm
        open={leaving !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setLeaving(null))}
        title="Remove this webhook?"
        consequence={`${leaving ? hostOf(leaving.url) : "It"} hears of nothing any more. Its secret and the list of what was sent to it are gone for good.`}
        confirmLabel="Remove webhook"
        tone="danger"
        onConfirm={removeLeaving}
      />
    </>
  );
}

type DoingsProps = { readonly endpoint: EndpointShown; readonly onRemove: () => void };

function Doings({ endpoint: { endpointId, url, isOn }, onRemove }: DoingsProps) {
  const [busy, setBusy] = useState<"test" | "turn" | null>(null);
  const router = useRouter();
  const host = hostOf(url);

  async function test() {
    setBusy("test");
    const outcome = await sendTest({ endpointId }).catch(() => undefined);
    setBusy(null);
    const trouble = outcome?.ok ? outcome.value.trouble : (outcome?.refusal.sentence ?? NOT_REACHED);
    if (trouble === null) toast.done(`${host} took the test`);
    else toast.failed(trouble);
    router.refresh();
  }

  async function change() {
    setBusy("turn");
    const outcome = await turn({ endpointId, isOn: !isOn }).catch(() => undefined);
    setBusy(null);
    if (outcome?.ok)
      toast.done(isOn ? `${host} hears of nothing now` : `${host} hears of causes that open from now on`);
    else toast.failed(outcome?.refusal.sentence ?? NOT_REACHED);
    router.refresh();
  }

  return (
    <span className="flex flex-wrap gap-2 md:justify-end">
      <Button
        size="sm"
        aria-label={`Send a test to ${host}`}
        pending={busy === "test"}
        whyNot={isOn ? undefined : "Switch it on first"}
        onClick={() => void test()}
      >
        Send a test
      </Button>
      <Button
        size="sm"
        aria-label={`Switch ${host} ${isOn ? "off" : "on"}`}
        pending={busy === "turn"}
        onClick={() => void change()}
      >
        {isOn ? "Switch off" : "Switch on"}
      </Button>
      <Button size="sm" variant="quiet" aria-label={`Remove ${host}`} onClick={onRemove}>
        Remove
      </Button>
    </span>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
