import { describe, expect, it } from "vitest";
import { findGroup, findUser } from "../../../components/access/principals";
import { problemText } from "../../../components/inputs/validation";
import { failed, lookUp } from "../../support/mocks";

type Answer = () => Record<string, unknown>;
const found = async (search: Promise<Awaited<ReturnType<typeof findGroup>> | undefined>) => {
    const result = await search;
    return typeof result === "object" ? problemText(result) : result;
};
const group = (answer: Answer) =>
    found(
        lookUp((component) => findGroup(component, "Shop developers"), { "azuread:index/getGroup:getGroup": answer }),
    );
const user = (answer: Answer) =>
    found(lookUp((component) => findUser(component, "ada@contoso.com"), { "azuread:index/getUser:getUser": answer }));

describe("findGroup", () => {
    it("answers the object id", async () => {
        expect(await group(() => ({ objectId: "group-id" }))).toBe("group-id");
    });

    it("says that there is no such group, or several", async () => {
        const message = 'No group found matching specified filter (displayName eq "Shop developers")';
        expect(await group(() => failed(message))).toBe(
            `groupName: is not the name of exactly one security group (given: "Shop developers"). Correct the name, or give the group's object id as principalId with principalType Group. Entra says: ${message}`,
        );
    });

    it("names the missing permission, also where azuread says first that it found no group", async () => {
        // As in terraform-provider-azuread#1007.
        const message =
            "No group found matching specified filter (displayName eq 'Shop developers'): GroupsClient.BaseClient.Get(): unexpected status 403 with OData error: Authorization_RequestDenied: Insufficient privileges to complete the operation.";
        expect(await group(() => failed(message))).toBe(
            `groupName: could not be looked up, because the deployer lacks the Microsoft Graph permission Group.Read.All (given: "Shop developers"). Grant it (docs/permissions.md), or give the group's object id as principalId with principalType Group. Entra says: ${message}`,
        );
    });
});

describe("findUser", () => {
    it("answers the object id", async () => {
        expect(await user(() => ({ objectId: "user-id", userType: "Member" }))).toBe("user-id");
    });

    it("says that there is no such user", async () => {
        expect(await user(() => failed('User with UPN "ada@contoso.com" was not found'))).toBe(
            'userPrincipalName: is not the sign-in name of a user (given: "ada@contoso.com"). Correct the name, or add the person to a group and use groupName. Entra says: User with UPN "ada@contoso.com" was not found',
        );
    });

    it("names the missing permission", async () => {
        const message =
            "retrieving user: unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.";
        expect(await user(() => failed(message))).toBe(
            `userPrincipalName: could not be looked up, because the deployer lacks the Microsoft Graph permission User.Read.All (given: "ada@contoso.com"). Grant it (docs/permissions.md), or give the person's object id as principalId with principalType User. Entra says: ${message}`,
        );
    });

    it("says why a guest is refused, and what to do", async () => {
        expect(await user(() => ({ objectId: "object-id", userType: "Guest" }))).toBe(
            'userPrincipalName: is a guest, whose account is managed and may be deleted by another tenant (given: "ada@contoso.com"). Add the guest to a group and use groupName; or give access anyway, with principalId object-id and principalType User.',
        );
    });
});
