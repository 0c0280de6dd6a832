// Which decisions are offered? A button each; who may not decide sees why.
"use client";

import { Button } from "#components/ui/button.tsx";
import { ASK_OWNER } from "#lib/access/roles.ts";
import { choiceLabels, type DriftChoice } from "#lib/sync/drift-choices.ts";

type ChoiceButtonsProps = {
  readonly choices: readonly DriftChoice[];
  readonly count: number;
  readonly mayResolve: boolean;
  readonly onChoose: (choice: DriftChoice) => void;
};

const WHY_NOT = `Your role may look, but not decide. ${ASK_OWNER}`;

export function ChoiceButtons({ choices, count, mayResolve, onChoose }: ChoiceButtonsProps) {
  return (
    <>
      {choices.map((choice) => (
        <Button
          key={choice}
          size="sm"
          variant={choice === "unlink" || choice === "treat-as-paid" ? "danger" : "plain"}
          whyNot={mayResolve ? undefined : WHY_NOT}
          onClick={() => onChoose(choice)}
        >
          {choiceLabels[choice]}
          {count > 1 ? ` (${count})` : null}
        </Button>
      ))}
      {mayResolve ? null : <p className="text-xs text-faint">{WHY_NOT}</p>}
    </>
  );
}
