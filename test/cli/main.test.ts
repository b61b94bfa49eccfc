// What `acr-auth` does before and around its sub-commands.
import { describe, expect, it } from "vitest";
import { runCommand } from "./run-command";

describe("acr-auth", () => {
    it.each(["help", "--help", "-h"])("prints its commands for %s", async (argument) => {
        const { code, stdout, stderr } = await runCommand([argument]);
        expect([code, stderr]).toEqual([0, ""]);
        expect(stdout).toMatch(
            /^Usage: acr-auth <command> \[options\]\n\nCommands:\n {2}check .*\n {2}report .*\n {2}prove .*\n {2}adopt .*\n/,
        );
    });

    it("prints them as a complaint when no command is given", async () => {
        const { code, stdout, stderr } = await runCommand([]);
        expect([code, stdout]).toEqual([2, ""]);
        expect(stderr).toMatch(/^Usage: acr-auth <command>/);
    });

    it.each(["proof", "constructor"])("does not know %s", async (name) => {
        expect(await runCommand([name])).toEqual({
            code: 2,
            stdout: "",
            stderr: `acr-auth: unknown command '${name}'; the commands are check, report, prove, adopt\n`,
        });
    });

    it.each(["check", "report", "prove", "adopt"])(
        "describes %s within 100 columns, with defaults and exit codes",
        async (name) => {
            const { code, stdout, stderr } = await runCommand([name, "--help"]);
            expect([code, stderr]).toEqual([0, ""]);
            expect(stdout).toMatch(new RegExp(`^Usage: acr-auth ${name} .*[dD]efault: .*Exit codes: 0 .*\\n$`, "s"));
            expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
        },
    );

    it("tells an unexpected failure in one line, and where it happened on request", async () => {
        const stdout = {
            write: () => {
                throw new Error("no space left\non the device");
            },
        };
        expect(await runCommand(["check", "--help"], { stdout })).toEqual({
            code: 2,
            stdout: "",
            stderr: "acr-auth check: unexpected error: no space left; set ACR_AUTH_TRACE=1 to see where\n",
        });
        const { code, stderr } = await runCommand(["check", "--help"], { stdout, env: { ACR_AUTH_TRACE: "1" } });
        expect(code).toBe(2);
        expect(stderr).toMatch(/^Error: no space left\non the device\n {4}at /);
    });
});
