// How does a page say that its QuickBooks company is not a real one?
import { FlaskConical } from "lucide-react";

import { Badge } from "./ui/badge.tsx";

export function SimulatedBadge({ className }: { readonly className?: string }) {
  return (
    <Badge icon={<FlaskConical aria-hidden />} {...(className ? { className } : {})}>
      Simulated QuickBooks company
    </Badge>
  );
}
