// docs/permissions.md against the code: the roles that a deployer may assign are those that the components assign, and the
// table has a row for each component.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Permission, rolesOf } from "../../azure/permissions";
import { RoleAssignmentMode, roles } from "../../azure/roles";
import { vaultRoles } from "../../azure/vault-roles";
import * as components from "../../components";
import { builtInRoles } from "../../emulator";

const text = readFileSync("docs/permissions.md", "utf8");

describe("docs/permissions.md", () => {
    it("lets the deployer assign the roles that the components assign, and no other", () => {
        const [, list = ""] = /(ROLES="7f951dda.*?)ATTRIBUTE=/s.exec(text) ?? [];
        const documented = list.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
        const assigned = [
            ...Object.values(Permission).flatMap((permission) =>
                Object.values(RoleAssignmentMode).flatMap((mode) =>
                    rolesOf(permission, mode).map((name) => roles[name].id),
                ),
            ),
            roles.CatalogLister.id,
            vaultRoles.SecretsUser.id,
            vaultRoles.SecretsOfficer.id,
        ];
        expect([...documented].sort()).toEqual([...new Set(assigned)].sort());
    });

    it("says for each component what it needs", () => {
        const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
        const declared = Object.entries(components).filter(([, value]) => typeof value === "function");
        expect(rows.filter((name) => /^[A-Z]/.test(name ?? "")).sort()).toEqual(
            declared
                .map(([name]) => name)
                .filter((name) => /^[A-Z]/.test(name))
                .sort(),
        );
    });

    it("names roles as Azure does", () => {
        const known = builtInRoles.map(({ roleName }) => roleName);
        const given = [...text.matchAll(/--role "([^"$]+)"|^ {4}"([^"]+)" ?\\?$/gm)].map(
            ([, role, listed]) => role ?? listed,
        );
        expect(given.length).toBeGreaterThan(5);
        expect(given.filter((role) => !known.includes(role ?? ""))).toEqual([]);
    });
});
