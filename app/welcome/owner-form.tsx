// What does the first person fill in?
"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import type { FormEvent } from "react";

import { Refused } from "#app/sign-in/sign-in-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { Refused as Refusal } from "#lib/refusal.ts";

import { found } from "./actions.ts";

const FIELDS = [
  {
    name: "token",
    label: "One-time token",
    type: "text",
    autoComplete: "off",
    hint: "The start printed it in the terminal.",
  },
  { name: "tenantName", label: "Name of your business", type: "text", autoComplete: "organization", hint: "" },
  { name: "name", label: "Your name", type: "text", autoComplete: "name", hint: "" },
  { name: "email", label: "E-mail", type: "email", autoComplete: "username", hint: "" },
  {
    name: "password",
    label: "Password",
    type: "password",
    autoComplete: "new-password",
    hint: "At least 10 characters.",
  },
] as const;

type FieldName = (typeof FIELDS)[number]["name"];

export function OwnerForm({ token }: { readonly token: string }) {
  const [values, setValues] = useState({ token, tenantName: "", name: "", email: "", password: "" });
  const [refusal, setRefusal] = useState<Refusal["refusal"]>();
  const [isPending, setPending] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setPending(true);
    setRefusal(undefined);
    const outcome = await found(values).catch(() => undefined);
    if (!outcome?.ok) {
      setRefusal(
        outcome?.refusal ?? { code: "unavailable", sentence: "The server could not be reached. Please try again." },
      );
      setPending(false);
      return;
    }
    const { email, password } = values;
    const answer = await signIn("password", { email, password, redirect: false }).catch(() => undefined);
    window.location.assign(answer?.ok ? "/" : "/sign-in");
  }

  const isFieldWrong = FIELDS.some((field) => field.name === refusal?.path);
  return (
    <form className="grid gap-4" method="post" onSubmit={(event) => void submit(event)}>
      {refusal && !isFieldWrong ? <Refused sentence={refusal.sentence} /> : null}
      {FIELDS.map(({ name, label, type, autoComplete, hint }) => (
        <Field key={name} label={label} hint={hint} error={refusal?.path === name ? refusal.sentence : undefined}>
          <Input
            type={type}
            name={name}
            autoComplete={autoComplete}
            required
            autoFocus={name === firstEmpty(token)}
            value={values[name]}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          />
        </Field>
      ))}
      <Button type="submit" variant="primary" pending={isPending} className="mt-1 w-full">
        Make the owner
      </Button>
    </form>
  );
}

function firstEmpty(token: string): FieldName {
  return token ? "tenantName" : "token";
}
