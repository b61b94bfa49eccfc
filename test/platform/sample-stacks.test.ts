import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe.each(["Pulumi.local.yaml", "Pulumi.local-partner.yaml"])("%s", (file) => {
    it("holds no secret and names no password to export", () => {
        const text = readFileSync(file, "utf8");
        expect(text).not.toMatch(/secure:|encryptionsalt|exportPasswords|clientSecret/i);
    });
});
