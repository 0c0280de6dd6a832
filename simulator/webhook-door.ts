// How are webhooks subscribed, watched and hurried through the control door?
import { z } from "zod";
import { json, type Answer, type Request } from "./http.ts";
import { parseJson } from "./json.ts";
import type { World } from "./world.ts";

const idleBody = z.strictObject({ timeoutMs: z.number().int().min(0).max(60_000).default(10_000) });

async function route({ webhooks }: World, request: Request): Promise<Answer> {
  const what = request.path[2];
  const body: unknown = request.body === "" ? {} : (parseJson(request.body) ?? null);
  if (what === undefined && request.method === "POST") {
    const settings = webhooks.subscribe(body);
    if (settings === undefined) return json(400, { error: "there is no subscription yet: send a url" });
    return json(200, webhooks.state());
  }
  if (what === undefined && request.method === "DELETE") webhooks.unsubscribe();
  if (what === undefined) return json(200, webhooks.state());
  if (request.method !== "POST") return json(404, { error: "unknown control path" });
  if (what === "idle") {
    const idle = await webhooks.idle(idleBody.parse(body).timeoutMs);
    return json(idle ? 200 : 408, webhooks.state());
  }
  if (what === "hurry") {
    webhooks.hurry();
    return json(200, webhooks.state());
  }
  return json(404, { error: "unknown control path" });
}

/** Answers /_control/webhooks…; a body of the wrong shape, or an address beyond this machine, gives 400. */
export async function webhookDoor(world: World, request: Request): Promise<Answer> {
  try {
    return await route(world, request);
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
    throw error;
  }
}
