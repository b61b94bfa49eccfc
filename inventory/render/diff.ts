// A comparison of two reports, for a terminal and for a pull request.
import type { Change } from "../diff";
import { plain } from "../wording";
import { escaped } from "./markdown";

const signs: Record<Change["direction"], string> = { wider: "+", narrower: "-", other: "~" };

const unchanged = "No access changes.\n";

export const diffText = (changes: readonly Change[]): string =>
    changes.map(({ direction, message }) => `${signs[direction]} ${plain(message)}\n`).join("") || unchanged;

export const diffMarkdown = (changes: readonly Change[]): string => {
    const bold = ({ direction }: Change) => (direction === "other" ? "" : `**${direction}**: `);
    return `## Access changes\n\n${changes.map((change) => `- ${bold(change)}${escaped(change.message)}\n`).join("") || unchanged}`;
};
