import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, run } from "../../../local/clients/child";

const ended = (exitCode: number, stderr: string, stdout = "") => ({ exitCode, stdout, stderr });

describe("a client's end", () => {
    it.each<[string, string, string | undefined]>([
        ["Error response: unauthorized: authentication required", "refused", "UNAUTHORIZED"],
        [
            "Error: PUT https://r.azurecr.io/v2/a/manifests/t: UNAUTHORIZED: authentication required",
            "refused",
            "UNAUTHORIZED",
        ],
        ["HEAD https://r/v2/a: response status code 401: Unauthorized", "refused", "UNAUTHORIZED"],
        ["denied: requested access to the resource is denied", "refused", "DENIED"],
        ["ERROR: AADSTS7000222: The provided client secret keys are expired.", "refused", "AADSTS7000222"],
        ["ERROR: Unable to authenticate using AAD or admin login credentials.", "refused", "UNAUTHORIZED"],
        ['Get "https://r/v2/": proxyconnect tcp: Forbidden, unauthorized: x', "error", undefined],
        ["tls: failed to verify certificate: x509: certificate signed by unknown authority", "error", undefined],
        ["manifest unknown", "error", undefined],
        ["unexpected status from GET request: 403 Forbidden", "error", undefined],
    ])("is judged by its words: %s", (stderr, actual, code) => {
        expect(outcomeOf(ended(1, stderr), [])).toEqual({ actual, evidence: { exitCode: 1, code, message: stderr } });
    });

    it("is a permission whenever it is a success", () => {
        expect(outcomeOf(ended(0, "WARNING! unauthorized: not really"), [])).toEqual({
            actual: "allowed",
            evidence: { exitCode: 0 },
        });
    });

    it("is told by the last line of standard error, without the secrets", () => {
        const said = ended(1, "trying s3cret\nunauthorized: s3cret and s3cret\n\n", "Preparing\n");
        expect(outcomeOf(said, ["s3cret", ""]).evidence.message).toBe("unauthorized: *** and ***");
    });

    it("is told by standard output where standard error is silent", () => {
        expect(outcomeOf(ended(3, "", "one\ntwo\n"), []).evidence.message).toBe("two");
    });
});

describe("a child", () => {
    const shell = (script: string, input?: string) =>
        run({ program: ["/bin/sh"], args: ["-c", script], environment: { ONLY: "this" }, input });

    it("has the environment it is given and no other", async () => {
        expect(await shell("env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD=")).toEqual({
            exitCode: 0,
            stdout: "ONLY=this\n",
            stderr: "",
        });
    });

    it("is given its input, or none at all", async () => {
        expect((await shell("cat", "text")).stdout).toBe("text");
        expect((await shell("cat")).stdout).toBe("");
    });

    it("may end without reading its input", async () => {
        expect((await shell("exit 3", "x".repeat(1_000_000))).exitCode).toBe(3);
    });

    it("is watched until it has said what is waited for", async () => {
        const cwd = await mkdtemp(join(tmpdir(), "watched-"));
        const seen: string[] = [];
        const watch = (said: string) => {
            seen.push(said);
            writeFileSync(join(cwd, "approved"), "");
            return said.includes("code");
        };
        const script = "echo code >&2; until [ -e approved ]; do sleep 0.02; done; echo more >&2";
        const environment = { PATH: "/usr/bin:/bin" };
        const ended = await run({ program: ["/bin/sh"], args: ["-c", script], environment, cwd, watch });
        await rm(cwd, { recursive: true });
        expect(ended.stderr).toBe("code\nmore\n");
        expect(seen).toEqual(["code\n"]);
    });

    it("that can't be started is told", async () => {
        await expect(run({ program: ["/nonexistent"], args: [], environment: {} })).rejects.toThrow("ENOENT");
    });
});
