// A comparison of two reports, written for a terminal, a pull request or a machine.
import type { Change } from "../diff";
import { escaped } from "./markdown";
import { plain } from "./plain";

const signs: Record<Change["direction"], string> = { wider: "+", narrower: "-", other: "~" };

const unchanged = "Access stays as it is.";

export const diffRenderers = {
    text: (changes: readonly Change[]): string =>
        changes.length === 0
            ? `${unchanged}\n`
            : changes.map(({ direction, says }) => `${signs[direction]} ${plain(says)}\n`).join(""),
    markdown: (changes: readonly Change[]): string =>
        `## Access changes\n\n${changes.length === 0 ? `${unchanged}\n` : changes.map(({ direction, says }) => `- ${direction === "other" ? "" : `**${direction}**: `}${escaped(says)}\n`).join("")}`,
    json: (changes: readonly Change[]): string => `${JSON.stringify({ diffVersion: 1, changes }, null, 2)}\n`,
};
