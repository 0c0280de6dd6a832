// Who may see the pages inside? A signed-in person of a tenant; the frame around them is drawn here.
import type { ReactNode } from "react";

import { requireScope, requireSession } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { readFrame, type Frame } from "#lib/operations/read-frame.ts";

import { signOut, switchTenant } from "./actions.ts";
import { Shell } from "./shell.tsx";

export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const session = await requireSession();
  const frame = await readFrame(await requireScope(), {});
  return (
    <Shell
      // A new tenant is a new frame: nothing of the old one stays on the screen.
      key={session.tenant.id}
      tenant={session.tenant}
      tenants={session.tenants}
      companyFiles={frame.companyFiles.map((file) => ({ id: file.companyFileId, name: file.name }))}
      person={{ ...session.person, role: session.tenant.role }}
      counts={{ problems: frame.problems }}
      simulated={frame.companyFiles.some((file) => file.isSimulated)}
      proofOfLife={proofOfLife(frame)}
      notice={<LostConnections frame={frame} />}
      switchTenant={switchTenant}
      signOut={signOut}
    >
      {children}
    </Shell>
  );
}

function LostConnections({ frame }: { readonly frame: Frame }) {
  const lost = frame.companyFiles.filter((file) => file.connection === "lost");
  if (lost.length === 0) return null;
  return (
    <Banner
      tone="bad"
      title={`${lost.map((file) => file.name).join(", ")}: QuickBooks has to be connected again.`}
      actions={
        <ButtonLink href="/settings/companies" size="sm">
          Connect again
        </ButtonLink>
      }
    >
      Orders keep coming in and wait; nothing is lost.
    </Banner>
  );
}

/** The latest moment a company answered: "Lists read 09:42 UTC". */
function proofOfLife(frame: Frame): string | undefined {
  const latest = frame.companyFiles
    .filter((file) => file.connection === "connected")
    .map((file) => file.listsReadAt)
    .filter((at) => at !== null)
    .toSorted()
    .at(-1);
  return latest ? `Lists read ${latest.slice(11, 16)} UTC` : undefined;
}
