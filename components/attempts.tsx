// What was sent to QuickBooks for a document, when, and what came back? The whole record, newest first.
"use client";

import { ArrowUpToLine, CircleCheck, CircleHelp, CircleX, Search } from "lucide-react";

import type { AttemptShown } from "#lib/sync/problems.ts";

import { RawToggle } from "./raw-toggle.tsx";
import type { Tone } from "./ui/badge.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { RelativeTime } from "./ui/relative-time.tsx";
import { Timeline } from "./ui/timeline.tsx";

type Look = { readonly title: string; readonly tone: Tone; readonly icon: typeof CircleCheck };

function lookOf(attempt: AttemptShown): Look {
  const isQuestion = attempt.call.startsWith("GET") || hasKey(attempt.sent, "Query");
  const did = isQuestion ? "Looked up" : "Sent";
  switch (attempt.state) {
    case "lost":
    case "given-up":
      return { title: `${did}, no answer came`, tone: "warn", icon: CircleHelp };
    case "sent":
      return { title: `${did}, answer awaited`, tone: "accent", icon: ArrowUpToLine };
    default: {
      const isRefused = (attempt.status ?? 0) >= 400 || (attempt.answer !== null && hasKey(attempt.answer, "Fault"));
      if (isRefused) return { title: "Refused by QuickBooks", tone: "bad", icon: CircleX };
      if (isQuestion) return { title: "Looked up in QuickBooks", tone: "neutral", icon: Search };
      return { title: "Sent to QuickBooks", tone: "good", icon: CircleCheck };
    }
  }
}

/** One part of a batch can be refused while the batch as a whole was answered with 200. */
function hasKey(text: string, key: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && key in value;
  } catch {
    return false;
  }
}

/** "0.4 s", "12 s": from sending to answer. */
function tookText({ sentAt, answeredAt }: AttemptShown): string | null {
  if (!answeredAt) return null;
  const ms = Date.parse(answeredAt) - Date.parse(sentAt);
  return ms < 10_000 ? `${(Math.max(ms, 0) / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function Facts({ attempt }: { readonly attempt: AttemptShown }) {
  const took = tookText(attempt);
  const facts = [
    attempt.status === null ? null : `Status ${attempt.status}`,
    took ? `answered after ${took}` : null,
    attempt.sends > 1 ? `sent ${attempt.sends} times, word for word` : null,
  ].filter((fact) => fact !== null);
  return facts.length > 0 ? <p className="text-xs text-faint">{facts.join(" · ")}</p> : null;
}

type AttemptsProps = { readonly attempts: readonly AttemptShown[]; readonly now: string };

/** Draws nothing of its own when there were none: the caller says why. */
export function Attempts({ attempts, now }: AttemptsProps) {
  const newestFirst = attempts.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
  return (
    <Timeline
      entries={newestFirst.map((attempt) => {
        const { icon: Icon, title, tone } = lookOf(attempt);
        return {
          id: attempt.attemptId,
          icon: <Icon />,
          tone,
          title,
          time: <RelativeTime at={attempt.sentAt} now={now} />,
          detail: (
            <>
              <Facts attempt={attempt} />
              <RawToggle label="What was sent, what came back">
                <p className="font-mono text-xs break-all text-faint">
                  {attempt.call}
                  <br />
                  request {attempt.requestId}
                  {attempt.traceId ? (
                    <>
                      <br />
                      intuit_tid {attempt.traceId}
                    </>
                  ) : null}
                </p>
                <CodeBlock label="Sent to QuickBooks" value={attempt.sent} />
                {attempt.answer === null ? (
                  <p className="text-xs text-faint">No answer is on record.</p>
                ) : (
                  <CodeBlock label="Answer from QuickBooks" value={attempt.answer} />
                )}
              </RawToggle>
            </>
          ),
        };
      })}
    />
  );
}
