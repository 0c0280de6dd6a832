// Who works here, and as what?
import { requireScope, requireSession } from "#app/_session/scope.ts";
import { PageHeader } from "#components/ui/page.tsx";
import { may } from "#lib/access/scope.ts";
import { listMembers } from "#lib/operations/list-members.ts";

import { AddPerson } from "./add-person.tsx";
import { PeopleTable } from "./people-table.tsx";

export const metadata = { title: "People" };

export default async function PeoplePage() {
  const scope = await requireScope();
  const { person, tenant } = await requireSession();
  const members = await listMembers(scope, {});
  const mayManage = may(scope.actor, "members:manage");
  return (
    <>
      <PageHeader
        title="People"
        lead={mayManage ? `Who may enter ${tenant.name}, and what they may do.` : "Only an owner can change this list."}
        actions={mayManage ? <AddPerson /> : undefined}
      />
      <PeopleTable
        members={members}
        personId={person.id}
        mayManage={mayManage}
        tenantName={tenant.name}
        now={scope.now().toISOString()}
      />
    </>
  );
}
