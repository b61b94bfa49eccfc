// The plan: what was not read, what the deployment does, and which policy findings are settled when.
import { describe, expect, it } from "vitest";
import { afterDeployment, afterMoves } from "../../adopt/after";
import { planOf, type Violation } from "../../adopt/plan";
import { planFile } from "../../adopt/plan-file";
import type { Gap } from "../../estate/gap";
import { buildGraph } from "../../estate/graph/graph";
import type { Kind } from "../../estate/kinds";
import type { Resource } from "../../estate/resource";
import {
    adoptionOf,
    application,
    applicationPassword,
    asOf,
    assignmentId,
    clientId,
    groupOf,
    oid,
    registry,
    registryId,
    roleAssignment,
    scopeMap,
    servicePrincipal,
    subscriptionId,
    token,
    tokenId,
    user,
} from "./estate";

const keyId = "dddddddd-0000-0000-0000-000000000001";
const estate = [
    registry("contoso", { adminUserEnabled: true, anonymousPullEnabled: true, policies: {} }),
    groupOf(1, "Developers"),
    roleAssignment(1, { role: "AcrPush", principalId: oid(1), principalType: "Group", scope: registryId("contoso") }),
    user(2, "Mallory | <b>", "mallory@contoso.com"),
    roleAssignment(2, { role: "Owner", principalId: oid(2), scope: registryId("contoso") }),
    token("contoso", "device", [{ name: "password1" }, { name: "password2" }]),
    scopeMap("contoso", "device-scope-map", ["repositories/web/content/read"]),
    servicePrincipal(3, "ci"),
    application(3, "ci"),
    applicationPassword(3, keyId, { displayName: "legacy", endDate: "2299-12-31T00:00:00Z" }),
    roleAssignment(3, {
        role: "AcrPull",
        principalId: oid(3),
        principalType: "ServicePrincipal",
        scope: registryId("contoso"),
    }),
];
const adoption = adoptionOf(estate);
const none = { now: [], afterDeployment: [], afterMoves: [] };
const files = { stack: "adopted", folder: "found", config: "Pulumi.adopted.yaml", imports: "import.json" };
const options = { subscriptionId, asOf };

const gap = (cause: Gap["cause"], ...kinds: Kind[]): Gap => ({
    what: "tokens of registry contoso",
    why: "not allowed: needs Microsoft.ContainerRegistry/registries/tokens/read",
    cause,
    kinds,
    within: registryId("contoso"),
});

describe("what the estate becomes", () => {
    const all = estate.flat();
    const find = (resources: readonly Resource[], id: string) => resources.find(({ urn }) => urn === id)?.inputs;

    it("after the deployment one password of the token is new, and nothing else differs", () => {
        const after = afterDeployment(all, adoption);
        expect(find(after, tokenId("contoso", "device"))?.credentials).toEqual({
            passwords: [
                { name: "password1", creationTime: "2026-01-01T00:00:00Z" },
                { name: "password2", creationTime: "2026-11-26T00:00:00Z", expiry: "2027-11-26T00:00:00Z" },
            ],
        });
        const others = (resources: readonly Resource[]) => resources.filter(({ kind }) => kind !== "token");
        expect(others(after)).toEqual(others(all));
    });

    it("after the moves every old way in is closed", () => {
        const after = afterMoves(afterDeployment(all, adoption), adoption);
        expect(find(after, registryId("contoso"))).toMatchObject({
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } },
        });
        expect(find(after, tokenId("contoso", "device"))?.credentials).toEqual({
            passwords: [{ name: "password2", creationTime: "2026-11-26T00:00:00Z", expiry: "2027-11-26T00:00:00Z" }],
        });
        expect(buildGraph(after).ofKind("applicationPassword")).toEqual([]);
        expect(buildGraph(all).ofKind("applicationPassword")).toHaveLength(1);
    });
});

it("foretells each step of the preview", () => {
    expect(
        planOf(adoption, [], none).steps.map(({ operation, name, entry }) => `${operation} ${name} < ${entry}`),
    ).toEqual([
        "update contoso < registries.contoso",
        "update contoso < registries.contoso",
        "update device < repositoryTokens.device",
        "update device-scope-map < repositoryTokens.device",
        "same device < repositoryTokens.device",
        "create device-status < repositoryTokens.device",
        "create device-password2 < repositoryTokens.device",
        "update developers < access.developers",
        "same developers-contoso-AcrPush < access.developers",
        "update ci < servicePrincipals.ci",
        "same ci-contoso-AcrPull < servicePrincipals.ci",
        "create ci-password-0 < servicePrincipals.ci",
    ]);
});

describe("is incomplete", () => {
    it.each<[boolean, Gap]>([
        [true, gap("notAllowed", "token", "scopeMap")],
        [true, gap("failed", "roleAssignment")],
        [false, gap("notAllowed", "denyAssignment")],
        [false, gap("notRequested", "user", "servicePrincipal")],
    ])("%s with the gap %j", (incomplete, found) => {
        expect(planOf(adoption, [found], none).incomplete).toBe(incomplete);
    });
});

it("says which findings are settled when", () => {
    const violation = (rule: string, resource = "contoso"): Violation => ({ rule, resource, message: "is so" });
    const { findings } = planOf(adoption, [], {
        now: [violation("expiry"), violation("admin"), violation("group"), violation("group", "fabrikam")],
        afterDeployment: [violation("admin"), violation("group"), violation("group", "fabrikam")],
        afterMoves: [violation("group", "FABRIKAM")],
    });
    expect(findings).toEqual({
        settledByDeployment: [violation("expiry")],
        settledByMoves: [violation("admin"), violation("group")],
        remaining: [violation("group", "FABRIKAM")],
    });
});

it("reads as a list of things to do", () => {
    const owner = assignmentId(registryId("contoso"), 2);
    const judged = {
        now: [
            {
                rule: "acr-registry-disallow-admin-user",
                resource: registryId("contoso"),
                message: "has its admin user on",
            },
        ],
        afterDeployment: [],
        afterMoves: [{ rule: "acr-access-limit-privileged-roles", resource: owner, message: "Owner is too wide" }],
    };
    const plan = planOf(adoption, [gap("notAllowed", "token")], judged);
    expect(planFile(plan, options, files)).toBe(`# Adoption plan

Subscription ${subscriptionId} on 2026-11-26: 1 registry and 3 logins can be declared, 1 thing stays undeclared, 5 old logins have to be moved.

## Not read

**This plan is not complete.** What could not be read is neither declared nor listed below. Give the right that is named, and adopt again.

- tokens of registry contoso: not allowed: needs Microsoft.ContainerRegistry/registries/tokens/read

## In short

In a checkout of the platform program:

\`\`\`sh
cp found/Pulumi.adopted.yaml .
pulumi stack select --create adopted
pulumi import --file found/import.json --generate-code=false --protect=false --yes
pulumi preview   # shows what section 1 foretells
pulumi up
\`\`\`

Every entry declares access that exists, wanted or not. Read them all: what you remove from the config after the first deployment, the next one removes from Azure.

## 1. What the next \`pulumi up\` changes

After the import, the preview replaces and deletes nothing. These are all changes in Azure:

- \`repositoryTokens.device\`: Adds repositories/web/metadata/read to the scope map. Generates password2 of token device, which ends on 2027-11-26. password1 is kept until the first rotation, on 2027-05-25.
- \`servicePrincipals.ci\`: Adds a password to the application of service principal ci. Those that it has stay.

The preview counts 6 resources to update, 3 resources to create, 3 resources unchanged, and providers. Components and registries show as updated because the import records what Azure answers, and the program what it declares; resources that are created are passwords, their status and scope maps.

## 2. What stays undeclared, and why

It stays as it is. A line ends in the command that removes it, for what nobody needs.

- **Owner of user Mallory \\| \\<b\\> (mallory@contoso.com) on registry contoso**: Owner is none of the roles that permissions consist of. \`az role assignment delete --ids ${owner}\`

## 3. What has to move first

Nothing here happens by itself. Close an old way to log in once nobody uses it any more:

1. **Whoever logs in to contoso as its admin user**
    - Who they are is not known: the registry's log was not read.
    - Give each of them an identity, a service principal or a token of its own.
    - A deployment on or after 2026-12-26 turns the admin user off by itself; a later expiresOn extends it.
    - Then, in the stack config: remove registries.contoso.adminUser, and deploy.
2. **Whoever pulls from contoso without a login**
    - Give each of them a login that may pull.
    - Then, in the stack config: remove registries.contoso.anonymousPull, and deploy.
3. **Whoever logs in with a token for Azure Resource Manager, as App Service does, to contoso**
    - Keep armAudienceTokens where App Service pulls from the registry.
    - Then, in the stack config: remove armAudienceTokens from registries.contoso, and deploy.
4. **Consumers of token device of contoso, which log in with password1**
    - password1 is the one that is kept, because consumers most likely use it. Both were generated together, and it is the one that portal and az show first.
    - Give them the new password, which the deployment generates.
    - Then: \`az acr token credential delete --registry contoso --name device --password1\`
5. **Consumers of the password legacy of service principal ci**
    - It ends on 2299-12-31, and stays until it is removed.
    - Give them the new password, which the deployment adds.
    - Then: \`az ad app credential delete --id ${clientId(3)} --key-id ${keyId}\`

## 4. Policy findings that this settles

As \`acr-auth check\` judges what exists. What is left needs a change of your own, or an exemption.

**Settled by the deployment**

- \`acr-registry-disallow-admin-user\`: contoso

**Left**

- \`acr-access-limit-privileged-roles\`:
    - Owner is too wide
`);
});
