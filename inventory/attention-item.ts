// One thing that a reader should see first.

/** The most important first. */
export const levels = ["critical", "warning", "info"] as const;

export type Level = (typeof levels)[number];

export interface Attention {
    level: Level;
    kind:
        | "break glass"
        | "expiry"
        | "rotation"
        | "anonymous pull"
        | "admin user"
        | "undeclared"
        | "missing"
        | "no end date"
        | "finding"
        | "exemption";
    title: string;
    detail: string;
    /** The day it is about, where there is one. */
    on: string | null;
}
