// Links, and says what came of it. Somebody else's record is taken only after a second, plain question.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { toast } from "#components/ui/toast.tsx";

import { link } from "./actions.ts";

export type Target = { readonly documentId: string; readonly name: string };
export type Chosen = { readonly ledgerId: string; readonly name: string };
/** The record belongs to somebody already: what the person is asked. */
export type TakeOver = { readonly target: Target; readonly chosen: Chosen; readonly sentence: string };

export function useLinking(onLinked: () => void) {
  const queries = useQueryClient();
  const [pending, setPending] = useState<string | null>(null);
  const [takeOver, setTakeOver] = useState<TakeOver | null>(null);

  async function settle() {
    await queries.invalidateQueries({ queryKey: ["links"] });
    await queries.invalidateQueries({ queryKey: ["order"] });
  }

  /** Returns why it was not linked; nothing when it was, or when the person is asked first. */
  async function linkTo(target: Target, chosen: Chosen & { readonly taken?: string | null }): Promise<string | void> {
    setPending(chosen.ledgerId);
    const outcome = await link({ documentId: target.documentId, ledgerId: chosen.ledgerId });
    setPending(null);
    if (outcome.ok) return await done(target, outcome.value.linkedTo);
    if (outcome.refusal.code === "conflict" && chosen.taken) {
      setTakeOver({ target, chosen, sentence: outcome.refusal.sentence });
      return;
    }
    await settle();
    return outcome.refusal.sentence;
  }

  async function takeItOver(): Promise<string | void> {
    if (!takeOver) return;
    const { target, chosen } = takeOver;
    const outcome = await link({ documentId: target.documentId, ledgerId: chosen.ledgerId, takeOver: true });
    if (!outcome.ok) return outcome.refusal.sentence;
    await done(target, outcome.value.linkedTo);
  }

  async function done(target: Target, linkedTo: string): Promise<void> {
    toast.done(`${target.name} is linked to ${linkedTo}`, { detail: "What waited for it goes by itself." });
    onLinked();
    await settle();
  }

  return { pending, linkTo, takeOver, setTakeOver, takeItOver, settle };
}
