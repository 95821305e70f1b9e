// What a plugin of the rules engine exports, and what its actions are given. A plugin is one ES module in one .js file.
// It runs strict, alone, without .NET, network or files beyond what is declared here; imports, timers, eval, generators,
// BigInt, Intl, ArrayBuffer and typed arrays are absent. Variables of the module may be reset between calls; ctx.kv is kept.

/** A plugin's name: letters, digits, `_`, `-`. */
export declare const name: string;

export declare const version: string;

export declare const permissions: Permissions | undefined;

/** The action words a rule may use; `alert`, `deny`, `kill` and `signal...` are the engine's own. */
export declare const actions: { [word: string]: Action };

export interface Permissions {
  /** Hosts that `ctx.http.post` may reach: `name` for any port, or `name:port`. */
  http?: string[];
  /** Whether `ctx.writeFile` and `ctx.appendFile` exist. */
  files?: boolean;
}

/**
 * Called once for each alert of a rule that names the action, one call at a time. A call has one second by default,
 * with everything it awaits. An action that throws or takes too long counts as failed; several failures in a row
 * switch the plugin off.
 */
export type Action = (ctx: ActionContext) => void | Promise<void>;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface ActionContext {
  /** The word this call is about. */
  action: string;
  rule: string;
  priority:
    | "Emergency" | "Alert" | "Critical" | "Error"
    | "Warning" | "Notice" | "Informational" | "Debug";
  source: string;
  /** Nanoseconds since the epoch, as text: they do not fit a number. */
  timeNs: string;
  /** Milliseconds since the epoch. */
  timeMs: number;
  hostname: string;
  /** The rule's output, rendered. */
  message: string;
  tags: string[];
  /** The output fields, for example `fields["proc.name"]`. */
  fields: { [field: string]: Json };
  /** The process the event is about. */
  pid: number | null;
  /** What became of the operation; null when the rule has no built-in action. */
  verdict: "allowed" | "denied" | "killed" | "would_deny" | "would_kill" | null;

  /** Writes a line to the engine's log; at most 20 lines of 1000 characters per call. */
  log(message: string): void;

  /** Texts kept in memory while the engine runs: at most 1000 of 64 Ki characters each. */
  kv: {
    get(key: string): string | null;
    /** null forgets the key. */
    set(key: string, value: string | null): void;
  };

  /** Only with `permissions.http`. */
  http?: {
    /** Redirects are not followed. The type of the body is `application/json` unless given. */
    post(url: string, body: string, contentType?: string): Promise<{ status: number; body: string }>;
  };

  /** Only with `permissions.files`: replaces a file in the plugin's own folder; names have no slashes. */
  writeFile?(name: string, text: string): Promise<void>;

  /** Only with `permissions.files`: adds to a file's end. A file has at most 16 MiB. */
  appendFile?(name: string, text: string): Promise<void>;
}
