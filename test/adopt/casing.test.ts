// ARM answers one id in several casings. What is imported has the ids of its registry or identity, letter by letter: the
// components take names and scopes from there, and azure-native replaces what differs in case alone.
import { expect, it } from "vitest";
import { normalise, type Resource } from "../../estate/resource";
import {
    adoptionOf,
    assignmentId,
    federatedCredential,
    identity,
    identityId,
    oid,
    registry,
    registryId,
    roleAssignment,
    scopeMap,
    scopeMapId,
    token,
    tokenId,
} from "./estate";

/** The same resource, with its ids as another service of ARM writes them. */
const shouted = (resources: readonly Resource[]): Resource[] =>
    resources.flatMap(({ kind, type, urn, name, inputs }) => {
        const id = urn.replace("resourceGroups", "resourcegroups").replace("/old/", "/OLD/");
        const own = kind === "roleAssignment" ? { ...inputs, scope: String(inputs.scope).toLowerCase() } : inputs;
        return normalise({ urn: id, id, type, name, inputs: own, outputs: own });
    });

it("ids of imported resources begin with that of their registry or identity", () => {
    const estate = [
        registry("Contoso"),
        identity(1, "deploy"),
        shouted(
            roleAssignment(1, {
                role: "AcrPull",
                principalId: oid(1),
                principalType: "ServicePrincipal",
                scope: registryId("Contoso"),
            }),
        ),
        shouted(
            federatedCredential(
                "deploy",
                "main",
                "repo:contoso/shop:ref:refs/heads/main",
                "https://token.actions.githubusercontent.com",
            ),
        ),
        shouted(token("Contoso", "device", [{ name: "password1" }])),
        shouted(scopeMap("Contoso", "device-scope-map", ["repositories/web/content/read"])),
    ];
    const ids = adoptionOf(estate).entries.flatMap(({ parts }) => parts.flatMap(({ id }) => id ?? []));
    expect(ids).toEqual([
        registryId("Contoso"),
        scopeMapId("Contoso", "device-scope-map"),
        tokenId("Contoso", "device"),
        assignmentId(registryId("Contoso"), 1),
        `${identityId("deploy")}/federatedIdentityCredentials/main`,
    ]);
});
