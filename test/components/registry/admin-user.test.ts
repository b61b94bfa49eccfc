import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ContainerRegistry } from "../../../components";
import { problemText } from "../../../components/inputs/validation";
import { adminUserEnded, adminUserProblems } from "../../../components/registry/admin-user";
import { record, registryReference } from "../../support/mocks";

describe("the admin user of a registry", () => {
    const adminUser = { reason: "The build server has no other login yet.", expiresOn: "2026-12-01" };

    it("turns it on and regenerates both passwords, as secrets", async () => {
        const outputs: { registry?: ContainerRegistry } = {};
        const recorder = await record(() => {
            outputs.registry = new ContainerRegistry("shop", {
                resourceGroupName: "rg",
                adminUser: { ...adminUser, revision: 2 },
                asOf: "2026-11-30",
            });
        });
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: true });
        expect(recorder.inputs(":AdminPasswords", "shop-admin-passwords")).toMatchObject({
            registryId: registryReference("shop0a1b2c3d").resourceId,
            registryCreatedOn: "2026-11-23T00:00:00Z",
            loginServer: "shop0a1b2c3d.azurecr.io",
            revision: 2,
        });
        const { adminPassword, adminPassword2 } = outputs.registry ?? {};
        if (adminPassword === undefined || adminPassword2 === undefined) {
            throw new Error("There are no passwords.");
        }
        expect(await recorder.value(adminPassword)).toBe("value-of-shop-admin-passwords");
        expect(await recorder.value(adminPassword2)).toBe("value2-of-shop-admin-passwords");
        expect(await pulumi.isSecret(adminPassword)).toBe(true);
        expect(await pulumi.isSecret(adminPassword2)).toBe(true);
    });

    it("leaves both passwords of a registry that was made elsewhere as they are, if it shall", async () => {
        const outputs: { registry?: ContainerRegistry } = {};
        const recorder = await record(() => {
            outputs.registry = new ContainerRegistry("shop", {
                resourceGroupName: "rg",
                adminUser: { ...adminUser, keepPasswords: true },
                asOf: "2026-11-30",
            });
        });
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: true });
        expect(recorder.tree().filter((line) => line.includes("AdminPasswords"))).toEqual([]);
        expect(outputs.registry?.adminPassword).toBeUndefined();
        expect(outputs.registry?.adminPassword2).toBeUndefined();
    });

    it("turns it off by itself on the day, and goes on", async () => {
        const outputs: { registry?: ContainerRegistry } = {};
        const recorder = await record(() => {
            outputs.registry = new ContainerRegistry("shop", {
                resourceGroupName: "rg",
                adminUser,
                asOf: "2026-12-01",
            });
        });
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: false });
        expect(recorder.tree().filter((line) => line.includes("AdminPasswords"))).toEqual([]);
        expect(outputs.registry?.adminPassword).toBeUndefined();
        expect(adminUserEnded(adminUser)).toBe(
            "The admin user ended on 2026-12-01 and is turned off. Remove adminUser, or move adminUser.expiresOn and say why.",
        );
    });

    it.each([
        [
            { reason: " ", expiresOn: "2026-12-24" },
            [
                'adminUser.expiresOn: is more than 30 days after 2026-11-23 (given: "2026-12-24"). Choose an earlier day; it can be moved later while the need lasts.',
                "adminUser.reason: is empty. Say why the admin user is needed; it is shown in the access report.",
            ],
        ],
        [
            { reason: "x", expiresOn: "soon", revision: -1 },
            [
                'adminUser.expiresOn: is not a date (given: "soon"). Write it as YYYY-MM-DD, such as 2026-05-31.',
                "adminUser.revision: must be an integer of at least 0 (given: -1). Use 0 or a larger integer.",
            ],
        ],
        [
            { reason: "x", expiresOn: "2026-12-01", revision: 1, keepPasswords: true },
            [
                "adminUser.keepPasswords: keeps the passwords that revision regenerates (given: true). Leave one of the two out.",
            ],
        ],
        [{ reason: "x", expiresOn: "2026-12-01", revision: 0, keepPasswords: true }, []],
        [{ reason: "x", expiresOn: "2026-12-23" }, []],
        [{ reason: "x", expiresOn: "2020-01-01" }, []],
    ])("finds in %j the problems %j", (given, expected) => {
        expect(adminUserProblems(given, "2026-11-23").map(problemText)).toEqual(expected);
    });
});
