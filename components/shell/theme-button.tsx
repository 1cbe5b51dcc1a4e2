"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { type Theme, applyTheme, themes } from "./theme.ts";

const looks = { system: { Icon: Monitor, word: "as your system" }, light: { Icon: Sun, word: "light" }, dark: { Icon: Moon, word: "dark" } } as const satisfies Record<Theme, unknown>;

/** Goes round: as the system, light, dark. */
export function ThemeButton({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const { Icon, word } = looks[theme];
  const label = `Colours: ${word}. Change to: ${looks[next].word}`;
  return (
    <Button
      size="icon"
      look="quiet"
      aria-label={label}
      title={label}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <Icon aria-hidden="true" />
    </Button>
  );
}
