import { describe, expect } from "vitest";
import { accessToken, exchange } from "../../proofs/registry";
import type { LocalStack } from "./local-stack";
import { differences, proveTest } from "./prove-stack";

const it = proveTest();

describe("proving with --write", () => {
    it("writes only when asked, and leaves nothing behind", async ({ stack, prove }) => {
        const results = await prove({ writeTag: "written" });
        expect(differences(results)).toEqual([]);
        const written = results.filter(({ client }) => client === "oci");
        expect(written.map(({ actual, action, evidence }) => `${evidence.identity}: ${action} ${actual}`)).toEqual([
            "robot (managed identity): push refused",
            "robot (managed identity): push refused",
            "device (current): push allowed",
            "device (current): pull allowed",
            "device (current): delete allowed",
            "device (current): push refused",
            "device (current): push refused",
            "puller (current): push refused",
            "puller (current): push refused",
            "pusher (current): push allowed",
            "pusher (current): pull allowed",
            "pusher (current): delete refused",
            "pusher (current): push refused",
        ]);
        expect(await manifestStatus(stack, "acr-auth-proof", "written")).toBe(404);
        expect(await manifestStatus(stack, "team/acr-auth-proof", "written")).toBe(404);
    });
});

async function manifestStatus({ http, caller, main }: LocalStack, repository: string, tag: string): Promise<number> {
    const refresh = await exchange(http, main.loginServer, await caller("https://containerregistry.azure.net"));
    if ("outcome" in refresh) throw new Error("The deployer can't log in.");
    const login = { kind: "refreshToken", refreshToken: refresh.value } as const;
    const token = await accessToken(http, main.loginServer, login, `repository:${repository}:pull`);
    if ("outcome" in token) throw new Error("The deployer can't pull.");
    const url = `https://${main.loginServer}/v2/${repository}/manifests/${tag}`;
    return (await http({ method: "GET", url, headers: { authorization: `Bearer ${token.value}` } })).status;
}
