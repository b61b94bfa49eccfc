import { describe, expect, it } from "vitest";
import { guest, noGroup, noUser } from "../../../components/access/principals";

describe("principals", () => {
    it("says why a guest is refused, and what to do", () => {
        expect(guest("linus_fabrikam.com#EXT#@contoso.com", "object-id").message).toBe(
            'userPrincipalName: "linus_fabrikam.com#EXT#@contoso.com" is a guest, whose account another tenant keeps and may end. Put the guest into a group and use groupName; or, to give access all the same, use principalId object-id with principalType User.',
        );
    });

    it("says which group or user it did not find, and what to do", () => {
        expect(noGroup("nobody", new Error("no group found")).message).toBe(
            'groupName: no single security group is called "nobody". Correct the name, or give the group\'s object id as principalId with principalType Group. Entra says: no group found',
        );
        expect(noUser("ada@contoso.com", new Error("not found")).message).toBe(
            'userPrincipalName: no user signs in as "ada@contoso.com". Correct the name, or put the person into a group and use groupName. Entra says: not found',
        );
    });
});
