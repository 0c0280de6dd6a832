// How does it differ: what would be sent, what was last sent, what QuickBooks holds? The last is asked for when a person wants it.
"use client";

import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { ComparedFields } from "#components/compared-fields.tsx";
import { RawToggle } from "#components/raw-toggle.tsx";
import { Button } from "#components/ui/button.tsx";
import { Facts } from "#components/ui/page.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ProblemCompared } from "#lib/sync/problem-compared.ts";

import { look } from "./actions.ts";
import { becameText, booksText, columnsOf, isDifferent, NOTHING_TO_COMPARE, sameText } from "./compared-words.ts";

const WATCH_MS = 5_000;
const UNREACHED = "The server could not be reached. Try again.";

type ComparedProps = { readonly rowId: string; readonly now: string; readonly mayAct: boolean };

export function Compared({ rowId, now, mayAct }: ComparedProps) {
  const kept = useQuery({
    queryKey: ["problem", rowId, "compared"],
    queryFn: async ({ signal }) => await fetchJson<ProblemCompared>(`/problems/rows/${rowId}/compared`, signal),
    refetchInterval: ({ state }) => (state.error ? false : WATCH_MS),
  });
  const { seen, isLooking, refusal, lookNow } = useLook(rowId);
  if (!kept.data) {
    if (kept.error)
      return <NotLoaded error={kept.error} isTrying={kept.isFetching} onRetry={() => void kept.refetch()} />;
    return <Skeleton className="w-64" />;
  }
  // What was read counts only for the versions it was compared with.
  const compared = seen?.version === kept.data.version ? seen : kept.data;
  const { sent, books } = compared;
  if (!sent && !books.isLinked) return <p className="text-soft">{NOTHING_TO_COMPARE[books.stands] ?? ""}</p>;
  return (
    <div className="grid gap-4">
      <div className="grid gap-2">
        <Standing compared={compared} now={latest(now, books.at)} />
        {books.isLinked ? (
          <p>
            <Button
              size="sm"
              icon={<Eye aria-hidden />}
              pending={isLooking}
              whyNot={mayAct ? undefined : "Your role may look at this page, but not ask QuickBooks."}
              onClick={() => void lookNow()}
            >
              {compared === seen ? "Look in QuickBooks again" : "Look in QuickBooks now"}
            </Button>
          </p>
        ) : null}
        {refusal ? (
          <p role="alert" className="text-bad">
            {refusal}
          </p>
        ) : null}
      </div>
      <Differences compared={compared} />
    </div>
  );
}

/** A question to QuickBooks is metered: it is asked by hand, and what it said is kept as long as the page. */
function useLook(rowId: string) {
  const queries = useQueryClient();
  const seenKey = ["looked-in-books", rowId];
  const seen = useQuery<ProblemCompared>({ queryKey: seenKey, queryFn: skipToken, gcTime: Infinity });
  const [isLooking, setLooking] = useState(false);
  const [refused, setRefused] = useState<{ readonly rowId: string; readonly sentence: string }>();
  async function lookNow() {
    setLooking(true);
    setRefused(undefined);
    const outcome = await look({ rowId }).catch(() => null);
    if (outcome?.ok) queries.setQueryData(seenKey, outcome.value);
    else setRefused({ rowId, sentence: outcome ? outcome.refusal.sentence : UNREACHED });
    setLooking(false);
  }
  return {
    seen: seen.data,
    refusal: refused?.rowId === rowId ? refused.sentence : undefined,
    isLooking,
    lookNow,
  };
}

/** The list's "now" may be older than what was just read. */
function latest(now: string, at: string | null): string {
  return at !== null && at > now ? at : now;
}

type StandingProps = { readonly compared: ProblemCompared; readonly now: string };

function Standing({ compared: { sent, books, isEnding }, now }: StandingProps) {
  return (
    <Facts
      facts={[
        ...(isEnding ? [{ label: "To be sent", value: "Nothing: it is to be taken out of QuickBooks" }] : []),
        {
          label: "Last sent",
          value: sent ? (
            <>
              {sent.at ? <RelativeTime at={sent.at} now={now} /> : "at a time not known any more"}
              {`: ${becameText[sent.became]}`}
            </>
          ) : (
            "nothing yet"
          ),
        },
        {
          label: "QuickBooks",
          value: (
            <>
              {booksText[books.stands]}
              {books.at ? (
                <span className="text-soft">
                  , read <RelativeTime at={books.at} now={now} />
                </span>
              ) : null}
            </>
          ),
        },
      ]}
    />
  );
}

function Differences({ compared }: { readonly compared: ProblemCompared }) {
  const columns = columnsOf(compared);
  if (columns.length < 2) return null;
  const { isPostedKnown, isEnding, fields } = compared;
  const apart = isPostedKnown ? "Not in QuickBooks yet" : "Differs from QuickBooks";
  const different = fields.filter((field) => isDifferent(field, isEnding));
  const same = fields.filter((field) => !isDifferent(field, isEnding));
  return (
    <>
      {different.length > 0 ? (
        <ComparedFields
          label="What differs"
          columns={columns}
          fields={different.map((field) => ({ ...field, apart: field.isApart ? apart : undefined }))}
        />
      ) : null}
      {same.length > 0 ? (
        <RawToggle label={sameText(same.length, different.length === 0)}>
          <ComparedFields label="What is the same" columns={columns} fields={same} />
        </RawToggle>
      ) : null}
    </>
  );
}
