// How does a person choose light, dark, or what the system says?
"use client";

import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { useState } from "react";

import { IconButton } from "./icon-button.tsx";
import { Menu, MenuChoices } from "./menu.tsx";
import { readTheme, THEME_COOKIE } from "./theme.ts";
import type { Theme } from "./theme.ts";

const YEAR_S = 31_536_000;

const CHOICES = [
  { value: "system", label: "Like the system", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
] as const;

/** Remembers the choice in a cookie, which the server reads: no flash of the other theme on the next page. */
function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
}

/** The choices alone, for use inside another menu. */
export function ThemeChoices() {
  const [theme, setTheme] = useState<Theme>(() =>
    typeof document === "undefined" ? "system" : readTheme(document.documentElement.dataset.theme),
  );
  return (
    <MenuChoices
      label="Theme"
      value={theme}
      choices={CHOICES}
      onChoose={(next) => {
        applyTheme(next);
        setTheme(next);
      }}
    />
  );
}

export function ThemeSwitch() {
  return (
    <Menu align="end" trigger={<IconButton label="Theme" hasTooltip={false} icon={<SunMoon />} />}>
      <ThemeChoices />
    </Menu>
  );
}
