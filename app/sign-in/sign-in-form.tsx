// What does a person fill in to come in?
"use client";

import { CircleAlert } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";

export type DemoAccount = { readonly email: string; readonly password: string; readonly what: string };

type SignInFormProps = {
  /** Why the person is here again. */
  readonly reason: string | undefined;
  readonly providerName: string | null;
  readonly demoAccounts: readonly DemoAccount[];
};

const BROKEN = "The server could not be reached. Please try again.";

export function SignInForm({ reason, providerName, demoAccounts }: SignInFormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState(reason);
  const [isPending, setPending] = useState(false);

  async function enter(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setPending(true);
    setRefusal(undefined);
    const answer = await signIn("password", { email, password, redirect: false }).catch(() => undefined);
    if (answer?.ok) {
      // A whole new page: nothing of whoever was here before stays in memory.
      window.location.assign("/");
      return;
    }
    setRefusal(answer?.error ?? BROKEN);
    setPending(false);
  }

  return (
    <>
      <form className="grid gap-4" method="post" onSubmit={(event) => void enter(event)}>
        {refusal ? <Refused sentence={refusal} /> : null}
        <Field label="E-mail">
          <Input
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password">
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" pending={isPending} className="mt-1 w-full">
          Sign in
        </Button>
        {providerName ? (
          <Button className="w-full" onClick={() => void signIn("oidc", { callbackUrl: "/" })}>
            Continue with {providerName}
          </Button>
        ) : null}
      </form>
      <DemoAccounts
        accounts={demoAccounts}
        onChoose={(account) => {
          setEmail(account.email);
          setPassword(account.password);
        }}
      />
    </>
  );
}

/** Bad news above the fields, announced when it appears. */
export function Refused({ sentence }: { readonly sentence: string }) {
  return (
    <p role="alert" className="flex items-start gap-2 rounded-md bg-bad-wash px-3 py-2 text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {sentence}
    </p>
  );
}

type DemoAccountsProps = {
  readonly accounts: readonly DemoAccount[];
  readonly onChoose: (account: DemoAccount) => void;
};

function DemoAccounts({ accounts, onChoose }: DemoAccountsProps) {
  const [first] = accounts;
  if (!first) return null;
  return (
    <section className="mt-9 border-t border-line pt-5" aria-labelledby="demo-accounts">
      <div className="flex items-baseline justify-between gap-3 text-xs text-faint">
        <h2 id="demo-accounts">Demo accounts</h2>
        <span>
          all with <code className="text-soft">{first.password}</code>
        </span>
      </div>
      <ul className="mt-1.5 -mx-2">
        {accounts.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              onClick={() => onChoose(account)}
              className="flex min-h-8 w-full flex-wrap items-baseline justify-between gap-x-3 rounded-md px-2 py-1 text-left hover:bg-sunken pointer-coarse:min-h-11"
            >
              <span>{account.email}</span>
              <span className="text-xs text-faint">{account.what}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
