// Where does QuickBooks lead somebody who disconnected Tieout there and is not signed in here?
import { Outside } from "#app/sign-in/frame.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export const metadata = { title: "Disconnected" };

export default function DisconnectedPage() {
  return (
    <Outside
      title="Disconnected from QuickBooks"
      lead="Tieout does not reach this QuickBooks company any more. What is in QuickBooks stays there. Orders, mappings and history stay here, and what was on its way waits: nothing is lost."
    >
      <ButtonLink href="/sign-in" variant="primary">
        Sign in to connect again
      </ButtonLink>
    </Outside>
  );
}
