// Who may see the pages inside? A signed-in person of a tenant; the frame around them is drawn here.
import type { ReactNode } from "react";

import { requireScope, requireSession } from "#app/_session/scope.ts";
import { ConnectionBanners } from "#components/connection-banners.tsx";
import { may } from "#lib/access/scope.ts";
import { readFrame, type Frame } from "#lib/operations/read-frame.ts";

import { signOut, switchTenant } from "./actions.ts";
import { Shell } from "./shell.tsx";

export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const session = await requireSession();
  const scope = await requireScope();
  const frame = await readFrame(scope, {});
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
      notice={<ConnectionBanners news={frame.news} mayConnect={may(scope.actor, "companies:connect")} />}
      switchTenant={switchTenant}
      signOut={signOut}
    >
      {children}
    </Shell>
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
