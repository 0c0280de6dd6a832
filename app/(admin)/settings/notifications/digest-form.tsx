// How does a person switch their daily digest on, and choose when it comes?
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Select } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { LastDigest, SaveDigest } from "#lib/notify/digest.ts";

import { save } from "./actions.ts";
import { digestWords, hourText } from "./words.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type DigestFormProps = {
  readonly digest: SaveDigest & { readonly nextAt: string | null; readonly last: LastDigest | null };
  readonly isChosen: boolean;
  readonly hasMailServer: boolean;
  readonly timeZones: readonly string[];
  readonly email: string;
  readonly tenantName: string;
  readonly now: string;
};

export function DigestForm({ digest, isChosen, hasMailServer, timeZones, email, tenantName, now }: DigestFormProps) {
  const { isOn, hour, timeZone } = digest;
  const [choice, setChoice] = useState<SaveDigest>({ isOn, hour, timeZone });
  const [isPending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const router = useRouter();
  const change = (part: Partial<SaveDigest>) => setChoice((before) => ({ ...before, ...part }));
  const words = digestWords(digest, now);

  function turn(isNowOn: boolean) {
    // Who never chose a time zone most likely means the one their clock shows.
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isHere = isNowOn && !isChosen && timeZones.includes(here);
    change({ isOn: isNowOn, ...(isHere ? { timeZone: here } : {}) });
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    setPending(true);
    setTrouble(undefined);
    const outcome = await save(choice).catch(() => undefined);
    setPending(false);
    if (outcome?.ok) {
      toast.done(choice.isOn ? "Your digest is on" : "Your digest is off");
      router.refresh();
    } else setTrouble(outcome?.refusal.sentence ?? "The server could not be reached. Please try again.");
  }

  return (
    <form className="grid max-w-[68ch] gap-4" method="post" onSubmit={(event) => void submit(event)}>
      <p className="text-soft">
        What needs a person in {tenantName}, with its money and its top causes. On a day on which nothing does, no mail
        is sent.
      </p>
      <Checkbox
        label={`Send one mail a day to ${email}`}
        checked={choice.isOn}
        onChange={(event) => turn(event.target.checked)}
      />
      <div className="grid gap-4 sm:grid-cols-[8rem_1fr]">
        <Field label="At">
          <Select
            value={choice.hour}
            disabled={!choice.isOn}
            onChange={(event) => change({ hour: Number(event.target.value) })}
          >
            {HOURS.map((each) => (
              <option key={each} value={each}>
                {hourText(each)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Time zone">
          <Select
            value={choice.timeZone}
            disabled={!choice.isOn}
            onChange={(event) => change({ timeZone: event.target.value })}
          >
            {timeZones.map((each) => (
              <option key={each} value={each}>
                {each.replaceAll("_", " ")}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={isPending}>
          Save digest
        </Button>
        <p className="min-w-0 flex-1 basis-60 text-soft" role="status">
          {trouble ? <span className="text-bad">{trouble}</span> : words}
        </p>
      </div>
      {hasMailServer ? null : (
        <p className="text-soft">
          No mail server is set on this installation: instead of being sent, digests are written to the worker&apos;s
          log. Whoever looks after the installation can set one.
        </p>
      )}
    </form>
  );
}
