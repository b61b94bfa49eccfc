import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { CrossTenantApplication, type CrossTenantApplicationArgs } from "../../components";
import { type MockOptions, recordComponent } from "../support/mocks";

const rotation = { startsOn: "2026-01-01", asOf: "2026-11-23" };

describe("CrossTenantApplication", () => {
    const application = (args: CrossTenantApplicationArgs = {}, options: MockOptions = {}) =>
        recordComponent(() => new CrossTenantApplication("web", { ...rotation, ...args }), options);

    it("declares a multitenant application, its service principal and a password a live generation, and no role", async () => {
        const { recorder } = await application();
        expect(recorder.tree()).toEqual([
            "acr-auth:index:CrossTenantApplication web",
            "azuread:index/application:Application web < web",
            "azuread:index/applicationPassword:ApplicationPassword web-password-0 < web",
            "azuread:index/applicationPassword:ApplicationPassword web-password-1 < web",
            "azuread:index/servicePrincipal:ServicePrincipal web < web",
        ]);
        expect(recorder.inputs(":Application", "web")).toEqual({
            displayName: "web",
            signInAudience: "AzureADMultipleOrgs",
            owners: ["deployer"],
        });
        expect(recorder.inputs(":ServicePrincipal", "web")).toEqual({
            clientId: "client-of-web",
            owners: ["deployer"],
        });
        expect(recorder.inputs(":ApplicationPassword", "web-password-1")).toEqual({
            applicationId: "id-of-web",
            displayName: "web generation 1",
            endDate: "2027-06-30T00:00:00Z",
            rotateWhenChanged: { revision: "0" },
        });
    });

    it("offers the current password and a login file, as secrets", async () => {
        const { recorder, component } = await application({ loginServers: ["shop.azurecr.io"] });
        expect(await recorder.value(component.username)).toBe("client-of-web");
        expect(await recorder.value(component.password)).toBe("value-of-web-password-1");
        expect(await recorder.value(component.expiresOn)).toBe("2027-06-30T00:00:00Z");
        expect(JSON.parse(await recorder.value(component.dockerConfigJson)).auths["shop.azurecr.io"]).toMatchObject({
            username: "client-of-web",
            password: "value-of-web-password-1",
        });
        expect(await pulumi.isSecret(component.password)).toBe(true);
        expect(await pulumi.isSecret(component.dockerConfigJson)).toBe(true);
        expect(await pulumi.isSecret(component.username)).toBe(false);
        for (const { type, options } of recorder.resources()) {
            if (type.endsWith(":ApplicationPassword")) {
                expect(options.additionalSecretOutputs).toContain("value");
            }
        }
    });

    it("rotates like every credential, and needs no inputs at all", async () => {
        const names = async (asOf: string) =>
            (await application({ asOf })).recorder
                .resources()
                .flatMap(({ type, name }) => (type.endsWith(":ApplicationPassword") ? [name] : []));
        expect(await names("2026-06-29")).toEqual(["web-password-0"]);
        expect(await names("2026-06-30")).toEqual(["web-password-0", "web-password-1"]);
        expect(await names("2026-12-27")).toEqual(["web-password-1", "web-password-2"]);
        const { recorder } = await recordComponent(() => new CrossTenantApplication("web"));
        expect(recorder.tree()).toHaveLength(5);
    });

    it("makes the deployer and the given principals owners of application and service principal", async () => {
        const { recorder } = await application({ owners: ["66666666-6666-6666-6666-666666666666"] });
        for (const type of [":Application", ":ServicePrincipal"]) {
            expect(recorder.inputs(type, "web")).toMatchObject({
                owners: ["deployer", "66666666-6666-6666-6666-666666666666"],
            });
        }
        await expect(application({ owners: ["me"] })).rejects.toThrow(
            '  owners[0]: is not an object id (given: "me"). Give the object id of a user or a service principal, not a client id.',
        );
    });

    it("refuses a schedule that can't overlap", async () => {
        await expect(application({ period: 200 })).rejects.toThrow(
            [
                'Invalid arguments for CrossTenantApplication "web":',
                "  period: is more than half of the lifetime of 365 days, so that two generations would not overlap long enough (given: 200). Set it to at most 182.",
            ].join("\n"),
        );
    });

    it("previews before the application exists", async () => {
        const { recorder } = await application({ loginServers: ["shop.azurecr.io"] }, { preview: true });
        expect(recorder.tree()).toHaveLength(5);
    });
});
