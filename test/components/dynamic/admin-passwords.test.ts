import { describe, expect, test } from "vitest";
import { adminPasswords } from "../../../components/dynamic/admin-passwords";
import { registryReference } from "../../support/mocks";
import { deployer, FakeAzure } from "./fake-azure";

const registryId = registryReference("shop").resourceId;
const inputs = {
    registryId,
    registryCreatedOn: "2026-11-23T00:00:00Z",
    loginServer: "shop.azurecr.io",
    revision: 0,
    deployer,
};

const it = test
    .extend("azure", () => {
        const azure = new FakeAzure();
        azure.admin = { password: "old", password2: "old2" };
        return azure;
    })
    .extend("provider", ({ azure }) => adminPasswords(async () => azure));

describe("the admin user's passwords", () => {
    it("are both recreated, so that none of an earlier time works", async ({ azure, provider }) => {
        const { id, outs } = await provider.create(inputs);
        expect(id).toBe(`${registryId}/adminPasswords`);
        expect(outs).toEqual({ ...inputs, username: "shop", password: "admin-1", password2: "admin-2" });
        expect(azure.admin).toEqual({ password: "admin-1", password2: "admin-2" });
    });

    it.for<[object, boolean, string[]]>([
        [{}, false, []],
        [{ loginServer: "other" }, false, []],
        [{ revision: 1 }, true, []],
        [{ registryCreatedOn: "2026-12-01T00:00:00Z" }, true, []],
        // As a preview sends it while the registry itself is updated.
        [{ registryCreatedOn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, false, []],
        [{ registryId: `${registryId}2` }, true, ["registryId"]],
    ])("differ by %j: %j", async ([changed, changes, replaces], { provider }) => {
        const { outs } = await provider.create(inputs);
        expect(await provider.diff("id", outs, { ...inputs, ...changed })).toEqual({
            changes,
            replaces,
            deleteBeforeReplace: true,
        });
    });

    it("are both replaced by a revision, and kept by any other update", async ({ provider }) => {
        const { outs } = await provider.create(inputs);
        expect((await provider.update("id", outs, { ...inputs, loginServer: "other" })).outs).toMatchObject({
            password: outs.password,
        });
        expect((await provider.update("id", outs, { ...inputs, revision: 1 })).outs).toMatchObject({
            password: "admin-3",
            password2: "admin-4",
        });
    });

    it("are gone once someone else regenerated one or the admin user is off", async ({ azure, provider }) => {
        const { outs } = await provider.create(inputs);
        expect(await provider.read("id", outs)).toEqual({ id: "id", props: outs });
        await azure.regenerateAdminPassword(registryId, "password2");
        expect(await provider.read("id", outs)).toEqual({ id: "", props: {} });
        azure.admin = undefined;
        expect(await provider.read("id", outs)).toEqual({ id: "", props: {} });
    });
});
