import { describe, expect } from "vitest";
import { tokenStatus } from "../../../components/dynamic/token-status";
import { deployer, tokenId, tokenTest } from "./fake-azure";

const scopeMapId = `${tokenId}-map`;
const inputs = { tokenId, tokenCreatedOn: "2026-11-23T00:00:00Z", status: "enabled", scopeMapId, deployer };

const it = tokenTest.extend("provider", ({ azure }) => tokenStatus(async () => azure));

describe("a token's status", () => {
    it("is left alone where it is right already", async ({ azure, provider }) => {
        expect(await provider.create(inputs)).toEqual({ id: `${tokenId}/status`, outs: inputs });
        expect(azure.calls).toEqual([]);
    });

    it("goes off and on without touching the passwords", async ({ azure, provider }) => {
        await azure.generatePassword(tokenId, "password1", new Date("2027-01-01T00:00:00Z"));
        const before = new Map(azure.tokens.get(tokenId)?.passwords);
        await provider.update("id", inputs, { ...inputs, status: "disabled" });
        expect(azure.tokens.get(tokenId)?.status).toBe("disabled");
        await provider.update("id", { ...inputs, status: "disabled" }, inputs);
        expect(azure.tokens.get(tokenId)).toEqual({ status: "enabled", scopeMapId, passwords: before });
    });

    it("has its scope map put back, which someone has changed, and keeps its passwords", async ({
        azure,
        provider,
    }) => {
        await azure.generatePassword(tokenId, "password1", new Date("2027-01-01T00:00:00Z"));
        const before = new Map(azure.tokens.get(tokenId)?.passwords);
        await azure.updateToken(tokenId, { status: "enabled", scopeMapId: "wider" });
        const { props } = await provider.read("id", inputs);
        expect((await provider.diff("id", { ...inputs, ...props }, inputs)).changes).toBe(true);
        await provider.update("id", inputs, inputs);
        expect(azure.tokens.get(tokenId)).toEqual({ status: "enabled", scopeMapId, passwords: before });
    });

    it.for<[object, boolean, string[]]>([
        [{}, false, []],
        [{ status: "disabled" }, true, []],
        [{ scopeMapId: `${scopeMapId}2` }, true, []],
        [{ scopeMapId: scopeMapId.toUpperCase() }, false, []],
        [{ scopeMapId: undefined }, false, []],
        [{ tokenCreatedOn: "2026-12-01T00:00:00Z" }, true, []],
        [{ tokenId: `${tokenId}2` }, true, ["tokenId"]],
    ])("differs by %j: %j", async ([changed, changes, replaces], { provider }) => {
        expect(await provider.diff("id", inputs, { ...inputs, ...changed })).toEqual({
            changes,
            replaces,
            deleteBeforeReplace: true,
        });
    });

    it("is read from the token", async ({ azure, provider }) => {
        await azure.updateToken(tokenId, { status: "disabled", scopeMapId: "wider" });
        expect(await provider.read("id", inputs)).toEqual({
            id: "id",
            props: { ...inputs, status: "disabled", scopeMapId: "wider" },
        });
        azure.tokens.clear();
        expect(await provider.read("id", inputs)).toEqual({ id: "", props: {} });
    });
});
