// Who is signed in, and how do they leave?
"use client";

import { Activity, LogOut } from "lucide-react";
import { useTransition } from "react";

import { Menu, MenuItem, MenuLine, MenuLink } from "./ui/menu.tsx";

export type Person = { readonly name: string; readonly email: string; readonly role?: string };

type PersonMenuProps = { readonly person: Person; readonly signOut: (form: FormData) => Promise<void> };

function initialsOf(person: Person): string {
  const words = (person.name || person.email).split(/[\s.@]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
}

export function PersonMenu({ person, signOut }: PersonMenuProps) {
  const [isPending, startTransition] = useTransition();
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`You: ${person.name || person.email}`}
          className="grid size-8 shrink-0 place-items-center rounded-full pointer-coarse:size-11"
        >
          <span className="grid size-6.5 place-items-center rounded-full border border-line bg-sunken text-xs text-soft">
            {initialsOf(person)}
          </span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <div className="truncate font-medium">{person.name}</div>
        <div className="truncate text-xs text-faint">
          {person.email}
          {person.role ? ` · ${person.role}` : ""}
        </div>
      </div>
      <MenuLine />
      {/* On a phone the bottom bar has no room for it. */}
      <div className="md:hidden">
        <MenuLink href="/activity" icon={<Activity />}>
          Activity
        </MenuLink>
      </div>
      <MenuItem
        icon={<LogOut />}
        whyNot={isPending ? "Signing out" : undefined}
        onSelect={() => startTransition(() => signOut(new FormData()))}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
