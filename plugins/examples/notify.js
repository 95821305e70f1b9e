// Appends one line per alert to alerts.log in the plugin's own folder (notify.data beside this file).
// Use it from a rule with `action: notify`, or `action: [deny, notify]`.

export const name = "notify";
export const version = "1.0.0";
export const permissions = { files: true };

export const actions = {
  /** @param {import("../rulesengine").ActionContext} ctx */
  async notify(ctx) {
    const time = new Date(ctx.timeMs).toISOString();
    const verdict = ctx.verdict ?? "reported";
    await ctx.appendFile("alerts.log", `${time} ${ctx.priority} ${verdict} ${ctx.rule}: ${ctx.message}\n`);
  },
};
