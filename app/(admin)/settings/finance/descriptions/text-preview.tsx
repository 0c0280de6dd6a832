// What does the template say of the newest orders? Asked while somebody writes; nothing is saved.
"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Scissors } from "lucide-react";
import { useEffect, useState } from "react";

import { figure } from "#app/(admin)/_watch/words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { textLengths } from "#lib/documents/descriptions/limits.ts";
import type { DescriptionsPreview, PreviewDescriptions, TextShown } from "#lib/documents/descriptions/saving.ts";
import type { TextName } from "#lib/documents/descriptions/templates.ts";

import { preview } from "./actions.ts";

/** What is longer may have to be scrolled, by keyboard too. */
const SHORT = 200;
/** So long nobody has typed before it is asked. */
const REST_MS = 300;

type Preview = {
  readonly shown: DescriptionsPreview | undefined;
  /** It speaks of an earlier template. */
  readonly isOld: boolean;
};

export function usePreview(asked: PreviewDescriptions): Preview {
  const { companyFileId, situation, text, template } = asked;
  const [rested, setRested] = useState(template);
  useEffect(() => {
    const timer = setTimeout(() => setRested(template), REST_MS);
    return () => clearTimeout(timer);
  }, [template]);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["descriptions", companyFileId, situation, text, rested],
    queryFn: async () => {
      const outcome = await preview({ companyFileId, situation, text, template: rested });
      if (!outcome.ok) throw new Error(outcome.refusal.sentence);
      return outcome.value;
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { shown: data, isOld: isPlaceholderData || rested !== template };
}

type TextPreviewProps = Preview & { readonly text: TextName; readonly template: string };

export function TextPreview({ text, template, shown, isOld }: TextPreviewProps) {
  const rows = template.trim() === "" ? [] : (shown?.rows ?? []);
  return (
    <div className="grid content-start gap-2" role="group" aria-label="On your newest orders" aria-busy={isOld}>
      <p className="text-xs text-faint">{headWords(shown, template)}</p>
      <ul className={cn("grid", isOld && "opacity-60")}>
        {rows.map((row, at) => (
          <ShownRow key={at} row={row} max={textLengths[text]} />
        ))}
      </ul>
    </div>
  );
}

function ShownRow({ row, max }: { readonly row: TextShown; readonly max: number }) {
  const { title, chargeCode, orderNumbers, text, length, isCut } = row;
  const orders = orderNumbers.length > 1 ? ` of ${orderNumbers.join(", ")}` : "";
  return (
    <li className="grid gap-0.5 border-t border-line py-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-xs text-soft">
          {title}
          {orders}
          {chargeCode === undefined ? "" : `, ${chargeCode}`}
        </span>
        <span className="text-xs text-faint">
          {figure(length)} of {figure(max)}
        </span>
      </div>
      <p
        className="max-h-40 overflow-y-auto break-words whitespace-pre-wrap"
        {...(text.length > SHORT ? { tabIndex: 0, role: "group", "aria-label": `Text on ${title}` } : {})}
      >
        {text === "" ? <span className="text-faint">Nothing</span> : text}
      </p>
      {isCut ? (
        <div>
          <Badge tone="warn" icon={<Scissors />}>
            Cut at a word: QuickBooks holds {figure(max)} characters
          </Badge>
        </div>
      ) : null}
    </li>
  );
}

function headWords(shown: DescriptionsPreview | undefined, template: string): string {
  if (shown === undefined) return "Looking at your newest orders…";
  if (shown.faults.length > 0) return "It is shown here when it can be read.";
  if (template.trim() === "") return "Nothing is written.";
  if (shown.lookedAt === 0) return "There is no order yet to show it on.";
  if (shown.rows.length === 0) return `None of the newest ${figure(shown.lookedAt)} orders is such a document.`;
  if (!shown.isFitting) {
    return `None of the newest ${figure(shown.lookedAt)} orders is such a document; so it would look on others.`;
  }
  return "On your newest orders";
}
