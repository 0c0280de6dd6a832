// How does a person come in?
import { redirect } from "next/navigation";

import { oidcName } from "#app/_session/auth.ts";
import { isFounded, readScope, readSession } from "#app/_session/scope.ts";
import { env } from "#lib/env.ts";

import { Outside } from "./frame.tsx";
import { SignInForm, type DemoAccount } from "./sign-in-form.tsx";

export const metadata = { title: "Sign in" };

/** Why next-auth led back here. Codes it makes itself, and our two. */
const reasons: Readonly<Record<string, string>> = {
  "oidc-unknown": "Nobody with this e-mail address has been added here. Ask an owner to add you.",
  "oidc-unverified": "Your identity provider has not verified your e-mail address.",
  AccessDenied: "Your identity provider did not let you in.",
  OAuthCallback: "Your identity provider's answer could not be used. Please try again.",
  Callback: "Signing in was interrupted. Please try again.",
  OAuthSignin: "Your identity provider cannot be reached. Please try again.",
};

/** Published: they exist only where demo data does. */
const DEMO_PASSWORD = "tieout demo";
const demoAccounts: readonly DemoAccount[] = [
  { email: "owner@harborline.test", what: "Harborline, drayage" },
  { email: "owner@juniper.test", what: "Juniper, web shop" },
  { email: "owner@lumen.test", what: "Lumen, studio" },
  { email: "agency@tieout.test", what: "Accountant of all three" },
  { email: "viewer@harborline.test", what: "Harborline, may only look" },
].map((account) => ({ ...account, password: DEMO_PASSWORD }));

type SignInPageProps = { readonly searchParams: Promise<{ error?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (!(await isFounded())) redirect("/welcome");
  if (await readScope()) redirect("/");
  const { error } = await searchParams;
  const isHomeless = (await readSession()) !== null;
  return (
    <Outside title="Sign in" lead="Orders into QuickBooks, each exactly once.">
      <SignInForm
        reason={isHomeless ? "You do not belong to any tenant any more. Ask an owner to add you." : reasonOf(error)}
        providerName={oidcName()}
        demoAccounts={env().TIEOUT_DEMO ? demoAccounts : []}
      />
    </Outside>
  );
}

function reasonOf(error: string | string[] | undefined): string | undefined {
  if (typeof error !== "string") return undefined;
  return reasons[error] ?? "Signing in did not work. Please try again.";
}
