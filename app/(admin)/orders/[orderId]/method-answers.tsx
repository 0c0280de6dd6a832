// Which payment method is that? Each one nobody here knows is added, or becomes one that is known.
"use client";

import { TriangleAlert } from "lucide-react";

import { Field, Select } from "#components/ui/field.tsx";
import type { MethodAnswer } from "#lib/sync/invoices.ts";

export type MethodAnswers = Readonly<Record<string, MethodAnswer>>;

type MethodAnswersProps = {
  readonly unknown: readonly string[];
  readonly methods: readonly string[];
  readonly answers: MethodAnswers;
  readonly onAnswer: (answers: MethodAnswers) => void;
};

/** Nothing is imported before each has its answer. */
export function MethodQuestions({ unknown, methods, answers, onAnswer }: MethodAnswersProps) {
  if (unknown.length === 0) return null;
  return (
    <div className="grid gap-3">
      {unknown.map((name) => (
        <div key={name} className="grid gap-1">
          <p className="flex items-start gap-1.5 text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              {answers[name] ? "Resolved: the" : "The"} payment method “{name}” is not known here.
            </span>
          </p>
          <Field label={`What “${name}” becomes`} isLabelHidden>
            <Select
              value={textOf(answers[name])}
              onChange={(event) => onAnswer(changed(answers, name, event.target.value))}
            >
              <option value="">Choose what it becomes…</option>
              <option value="add">Add “{name}” as a new method</option>
              {methods.map((method) => (
                <option key={method} value={`to ${method}`}>
                  Change to {method}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      ))}
    </div>
  );
}

/** Why nothing can be imported yet; undefined when everything is answered. */
export function whyNotResolved(unknown: readonly string[], answers: MethodAnswers): string | undefined {
  const open = unknown.filter((name) => !answers[name]);
  return open.length === 0 ? undefined : `Say first what ${open.map((name) => `“${name}”`).join(", ")} becomes`;
}

function textOf(answer: MethodAnswer | undefined): string {
  if (!answer) return "";
  return answer.is === "add" ? "add" : `to ${answer.to}`;
}

function changed(answers: MethodAnswers, name: string, text: string): MethodAnswers {
  const { [name]: _before, ...rest } = answers;
  if (text === "") return rest;
  return { ...rest, [name]: text === "add" ? { is: "add" } : { is: "change", to: text.slice(3) } };
}
