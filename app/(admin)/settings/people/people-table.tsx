// How are the people of a tenant listed, and how does an owner change one?
"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";

import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/field.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Member } from "#lib/access/people.ts";
import { roles, type Role } from "#lib/access/roles.ts";

import { change, remove } from "./actions.ts";
import { roleWords } from "./role-words.ts";

type PeopleTableProps = {
  readonly members: readonly Member[];
  readonly personId: string;
  readonly mayManage: boolean;
  readonly tenantName: string;
  readonly now: string;
};

export function PeopleTable({ members, personId, mayManage, tenantName, now }: PeopleTableProps) {
  const [leaving, setLeaving] = useState<Member | null>(null);
  const router = useRouter();

  async function removeLeaving(): Promise<string | void> {
    if (!leaving) return;
    const outcome = await remove({ userId: leaving.userId });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done(`${leaving.name} was removed`);
    router.refresh();
  }

  return (
    <>
      <Table label="People" className="border-t border-line">
        <TableHead>
          <Row>
            <HeadCell>Name</HeadCell>
            <HeadCell>E-mail</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell>Since</HeadCell>
            {mayManage ? (
              <HeadCell align="end">
                <span className="sr-only">Remove</span>
              </HeadCell>
            ) : null}
          </Row>
        </TableHead>
        <TableBody>
          {members.map((member) => (
            <Row key={member.userId}>
              <Cell phone="title" className="font-medium">
                {member.name}
                {member.userId === personId ? <span className="font-normal text-faint"> (you)</span> : null}
              </Cell>
              <Cell phone="wide">{member.email}</Cell>
              <Cell>{mayManage ? <RoleSelect key={member.role} member={member} /> : roleWords[member.role].name}</Cell>
              <Cell className="text-soft">
                <RelativeTime at={member.since} now={now} />
              </Cell>
              {mayManage ? (
                <Cell phone="end" align="end">
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-label={`Remove ${member.name}`}
                    onClick={() => setLeaving(member)}
                  >
                    Remove
                  </Button>
                </Cell>
              ) : null}
            </Row>
          ))}
        </TableBody>
      </Table>
      <Confirm
        open={leaving !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setLeaving(null))}
        title={`Remove ${leaving?.name ?? "this person"}?`}
        consequence={`They can no longer see or change anything of ${tenantName}, from now on. What they did stays in the activity.`}
        confirmLabel="Remove"
        tone="danger"
        onConfirm={removeLeaving}
      />
    </>
  );
}

function RoleSelect({ member }: { readonly member: Member }) {
  const [role, setRole] = useState<Role>(member.role);
  const [isPending, startTransition] = useTransition();
  const router = useRouter();

  function choose(next: Role) {
    setRole(next);
    startTransition(async () => {
      const outcome = await change({ userId: member.userId, role: next });
      if (outcome.ok) toast.done(`${member.name} is now ${roleWords[next].name.toLowerCase()}`);
      else {
        setRole(member.role);
        toast.failed(outcome.refusal.sentence);
      }
      router.refresh();
    });
  }

  return (
    <Select
      aria-label={`Role of ${member.name}`}
      value={role}
      disabled={isPending}
      className="w-36"
      onChange={(event) => choose(roles.find((each) => each === event.target.value) ?? role)}
    >
      {roles.map((each) => (
        <option key={each} value={each}>
          {roleWords[each].name}
        </option>
      ))}
    </Select>
  );
}
