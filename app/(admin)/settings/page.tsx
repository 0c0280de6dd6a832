// Where do settings begin? With the companies: without one there is nothing else to set.
import { redirect } from "next/navigation";

export default function SettingsPage() {
  redirect("/settings/companies");
}
