// Posts each alert to a chat webhook, at most one per rule and minute; the rest is only counted, and the count goes with
// the next message. Put the host of your webhook into permissions.http, its address into target.

export const name = "webhook";
export const version = "1.0.0";
export const permissions = { http: ["127.0.0.1:8065"] };

const target = "http://127.0.0.1:8065/hooks/alerts";
const quietMs = 60_000;

export const actions = {
  /** @param {import("../rulesengine").ActionContext} ctx */
  async notify_team(ctx) {
    const key = `last:${ctx.rule}`;
    const [last, held] = (ctx.kv.get(key) ?? "0 0").split(" ").map(Number);
    if (ctx.timeMs - last < quietMs) {
      ctx.kv.set(key, `${last} ${held + 1}`);
      return;
    }

    const more = held > 0 ? ` (and ${held} more like it)` : "";
    const body = { text: `[${ctx.priority}] ${ctx.message}${more}`, fields: ctx.fields };
    const answer = await ctx.http.post(target, JSON.stringify(body));
    if (answer.status >= 300) throw new Error(`the webhook answered ${answer.status}`);
    ctx.kv.set(key, `${ctx.timeMs} 0`);
  },
};
