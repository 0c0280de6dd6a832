// Back to older settings: what that changes is said first, then it is done as a new version.
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { VersionCompared } from "#lib/documents/settings-history.ts";

import { Touched } from "../touched.tsx";
import { plannedAgain } from "../words.ts";
import { rollBack } from "./actions.ts";
import { Changes } from "./changes.tsx";

const NOT_REACHED = "The server could not be reached. Nothing was changed; please try again.";

type GoBackProps = {
  readonly companyFileId: string;
  /** The version to go back to; 0: how every company begins. */
  readonly to: number;
  readonly mayWrite: boolean;
};

export function GoBack({ companyFileId, to, mayWrite }: GoBackProps) {
  const [compared, setCompared] = useState<VersionCompared | null>(null);
  const [isPending, setPending] = useState(false);
  const router = useRouter();
  const name = to === 0 ? "the beginning" : `version ${to}`;

  async function ask() {
    setPending(true);
    try {
      const query = queryText({ companyFileId, version: String(to) });
      setCompared(await fetchJson<VersionCompared>(`/settings/finance/history/compare?${query}`));
    } catch {
      toast.failed(NOT_REACHED);
    }
    setPending(false);
  }

  async function goBack(): Promise<string | void> {
    const outcome = await rollBack({ companyFileId, version: compared?.version, to }).catch(() => undefined);
    if (!outcome?.ok) return outcome?.refusal.sentence ?? NOT_REACHED;
    toast.done(`Back to ${name}`, { detail: plannedAgain(outcome.value.orders) });
    router.refresh();
  }

  return (
    <>
      <Button
        size="sm"
        pending={isPending}
        aria-label={`Go back to ${name}`}
        whyNot={mayWrite ? undefined : "Only an owner or an accountant can change settings"}
        onClick={() => void ask()}
      >
        Go back
      </Button>
      <Confirm
        open={compared !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setCompared(null))}
        title={`Go back to ${name}?`}
        consequence={
          compared ? (
            <div className="grid gap-3">
              {compared.changes.length > 0 ? (
                <>
                  <Changes changes={compared.changes} all />
                  <Touched touched={compared.touched} />
                </>
              ) : (
                "The settings are like that already."
              )}
            </div>
          ) : null
        }
        confirmLabel="Go back"
        whyNot={compared?.changes.length === 0 ? "The settings are like that already" : undefined}
        onConfirm={goBack}
      />
    </>
  );
}
