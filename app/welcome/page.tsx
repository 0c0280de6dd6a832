// Who is the first person here? Shown only while there is nobody, and guarded by the one-time token.
import { redirect } from "next/navigation";

import { isFounded } from "#app/_session/scope.ts";
import { Outside } from "#app/sign-in/frame.tsx";

import { OwnerForm } from "./owner-form.tsx";

export const metadata = { title: "Welcome" };

type WelcomeProps = { readonly searchParams: Promise<{ token?: string | string[] }> };

export default async function WelcomePage({ searchParams }: WelcomeProps) {
  if (await isFounded()) redirect("/sign-in");
  const { token } = await searchParams;
  return (
    <Outside title="Welcome to Tieout" lead="You are the first one here. This page makes the owner, once.">
      <OwnerForm token={typeof token === "string" ? token : ""} />
    </Outside>
  );
}
