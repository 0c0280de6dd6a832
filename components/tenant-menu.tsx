// Which customer of ours is this page about, and how does a person change to another of theirs?
"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTransition } from "react";

import { cn } from "./ui/cn.ts";
import { Menu, MenuChoices, MenuLabel } from "./ui/menu.tsx";

export type TenantChoice = { readonly id: string; readonly name: string };

type TenantMenuProps = {
  readonly tenant: TenantChoice;
  readonly tenants: readonly TenantChoice[];
  /** Server action; the form field is `tenantId`. */
  readonly switchTenant: (form: FormData) => Promise<void>;
};

/** The name alone when there is nothing to switch to. */
export function TenantMenu({ tenant, tenants, switchTenant }: TenantMenuProps) {
  const [isPending, startTransition] = useTransition();
  if (tenants.length < 2) return <span className="truncate font-medium">{tenant.name}</span>;
  function choose(tenantId: string) {
    const form = new FormData();
    form.set("tenantId", tenantId);
    startTransition(() => switchTenant(form));
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-busy={isPending || undefined}
          className={cn(
            "-ml-2 flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 font-medium pointer-coarse:h-11",
            "hover:bg-sunken data-[state=open]:bg-sunken",
            isPending && "text-faint",
          )}
        >
          <span className="truncate">{tenant.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
          <span className="sr-only">, switch</span>
        </button>
      }
    >
      <MenuLabel>Switch to</MenuLabel>
      <MenuChoices
        label="Tenant"
        value={tenant.id}
        choices={tenants.map((each) => ({ value: each.id, label: each.name }))}
        onChoose={choose}
      />
    </Menu>
  );
}
