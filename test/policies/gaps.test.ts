// The promise about what was not read: where a gap may hide what a rule looks for or judges, the rule is undecided, and
// neither satisfied nor violated. A table of rules by gaps, each beside the verdict without the gap.
import { describe, expect, it } from "vitest";
import { roles } from "../../azure/roles";
import type { Gap } from "../../estate/gap";
import { buildGraph } from "../../estate/graph/graph";
import { type Kind, kinds } from "../../estate/kinds";
import type { Resource } from "../../estate/resource";
import { normalise } from "../../estate/resource";
import { parseRuleConfig } from "../../policies/lib/config";
import { judge } from "../../policies/lib/judge";
import type { Rule } from "../../policies/lib/rule";
import { rules } from "../../policies/rules";
import {
    live,
    liveAssignment,
    liveIdentity,
    liveRegistry,
    liveScopeMap,
    liveToken,
    registryId,
    resourceGroup,
    subscription,
} from "./support/live";
import { kubernetesSecret, urnOf } from "./support/resources";
import { today } from "./support/rule-cases";

const gap = (kind: Kind, within?: string): Gap => ({
    what: `${kind} somewhere`,
    why: "needs a right",
    cause: "notAllowed",
    kinds: [kind],
    within,
});

function outcomes(rule: Rule, resources: readonly Resource[], gaps: readonly Gap[], settings = {}) {
    const { config, problems } = parseRuleConfig(rule, { ...settings, enforcementLevel: "mandatory" });
    expect(problems).toEqual([]);
    return judge(buildGraph(resources, gaps), [rule], new Map([[rule.name, config]]), today).findings.map(
        ({ outcome, message, unread }) => (unread ? `${outcome}: ${message}` : outcome),
    );
}

/** Rules about what a program says: nothing that exists in Azure is judged by them, seen or unseen. */
const aboutProgram = [
    "acr-registry-close-break-glass",
    "acr-access-require-principal-type",
    "acr-program-disallow-ignored-changes",
    "acr-program-disallow-imperative-login",
];

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
    it("is undecided for each kind that it judges and of which some may exist unseen", () => {
        const found = (Object.keys(kinds) as Kind[]).filter((kind) => outcomes(rule, [], [gap(kind)]).length > 0);
        expect(found).toEqual(
            aboutProgram.includes(name) ? [] : (Object.keys(kinds) as Kind[]).filter((one) => rule.kinds.includes(one)),
        );
        for (const kind of found) {
            expect(outcomes(rule, [], [gap(kind, registryId("images"))])).toEqual([`unknown: ${kind} somewhere`]);
        }
    });
});

interface Case {
    rule: string;
    hidden: Kind;
    resources: readonly Resource[];
    settings?: Record<string, unknown>;
    /** The outcomes without the gap. */
    otherwise: readonly string[];
    /** What is not read, of which resource. */
    undecided: string;
}

const customRole = { id: "99999999-0000-0000-0000-000000000009" };
const images = liveRegistry("images");
const user = { principalType: "User" };
const grant = "of Role assignment 'grant'";
const identity = liveIdentity("ci", { principalId: "ci-object" });
const web = live("azure-native:app:ContainerApp", `${resourceGroup}/providers/Microsoft.App/containerApps/web`, {
    identity: { type: "UserAssigned", userAssignedIdentities: { [identity.urn]: {} } },
});
const password = live("azuread:index:ApplicationPassword", "/applications/app/password/key", {
    applicationId: "/applications/app",
    startDate: "2025-11-01T00:00:00Z",
    endDate: "2026-11-01T00:00:00Z",
});
const tokenWithPassword = liveToken("ci", {
    credentials: { passwords: [{ name: "password1", expiry: "2026-11-01T00:00:00Z" }] },
});

const cases: readonly Case[] = [
    {
        rule: "acr-registry-require-audit-logs",
        hidden: "diagnosticSetting",
        resources: [images],
        otherwise: ["violated"],
        undecided: "diagnostic settings of Container registry 'images'",
    },
    {
        rule: "acr-registry-require-lock",
        hidden: "lock",
        resources: [images],
        otherwise: ["violated"],
        undecided: "locks of Container registry 'images'",
    },
    {
        rule: "acr-registry-require-private-endpoint",
        hidden: "privateEndpoint",
        resources: [liveRegistry("images", { sku: { name: "Premium" }, publicNetworkAccess: "Disabled" })],
        otherwise: ["violated"],
        undecided: "private endpoints of Container registry 'images'",
    },
    {
        rule: "acr-access-match-role-to-mode",
        hidden: "roleAssignment",
        resources: [images, liveAssignment("grant", roles.RepositoryReader, "someone")],
        otherwise: ["violated"],
        undecided: `other role assignments ${grant}`,
    },
    {
        rule: "acr-access-limit-privileged-roles",
        hidden: "roleAssignment",
        settings: { maximum: 1 },
        resources: [images, liveAssignment("grant", roles.Owner, "someone", user)],
        otherwise: ["satisfied"],
        undecided: `other role assignments ${grant}`,
    },
    {
        rule: "acr-access-limit-privileged-roles",
        hidden: "roleDefinition",
        resources: [images, liveAssignment("grant", customRole, "someone", user)],
        otherwise: ["satisfied"],
        undecided: `custom role ${grant}`,
    },
    {
        rule: "acr-access-disallow-privileged-workloads",
        hidden: "roleDefinition",
        resources: [images, liveAssignment("grant", customRole, "someone")],
        otherwise: ["satisfied"],
        undecided: `custom role ${grant}`,
    },
    {
        rule: "acr-access-require-time-bound",
        hidden: "roleDefinition",
        resources: [images, liveAssignment("grant", customRole, "someone", user)],
        otherwise: ["satisfied"],
        undecided: `custom role ${grant}`,
    },
    {
        rule: "acr-access-require-time-bound",
        hidden: "roleEligibility",
        resources: [images, liveAssignment("grant", roles.Owner, "someone", user)],
        otherwise: ["violated"],
        undecided: `eligible roles beside it ${grant}`,
    },
    {
        rule: "acr-access-limit-cluster-to-pull",
        hidden: "cluster",
        resources: [images, identity, liveAssignment("grant", roles.AcrPush, "ci-object")],
        otherwise: [],
        undecided: `clusters that pull with the principal ${grant}`,
    },
    ...(["containerApp", "containerGroup", "webApp", "batchPool"] as const).map((hidden) => ({
        rule: "acr-access-limit-runtime-to-pull",
        hidden,
        resources: [images, identity, liveAssignment("grant", roles.AcrPush, "ci-object")],
        otherwise: [],
        undecided: `services that run with the principal ${grant}`,
    })),
    {
        rule: "acr-workload-disallow-shared-identity",
        hidden: "containerApp",
        resources: [images, identity, web, liveAssignment("grant", roles.AcrPull, "ci-object")],
        otherwise: ["satisfied"],
        undecided: "services that run with it of Managed identity 'ci'",
    },
    {
        rule: "acr-workload-disallow-shared-admin",
        hidden: "containerApp",
        resources: [
            images,
            live("azure-native:web:WebApp", `${resourceGroup}/providers/Microsoft.Web/sites/web`, {
                siteConfig: {
                    appSettings: [
                        { name: "DOCKER_REGISTRY_SERVER_URL", value: "images.azurecr.io" },
                        { name: "DOCKER_REGISTRY_SERVER_USERNAME", value: "images" },
                        { name: "DOCKER_REGISTRY_SERVER_PASSWORD", value: "x" },
                    ],
                },
            }),
        ],
        otherwise: ["satisfied"],
        undecided: "clients of the admin user of Container registry 'images'",
    },
    {
        rule: "acr-workload-prefer-kubelet-identity",
        hidden: "cluster",
        resources: normalise(
            kubernetesSecret("pull", {
                type: "kubernetes.io/dockerconfigjson",
                stringData: {
                    ".dockerconfigjson": JSON.stringify({ auths: { "images.azurecr.io": { auth: "YTpi" } } }),
                },
            }),
        ),
        otherwise: ["satisfied"],
        undecided: "clusters beside it of Kubernetes secret 'pull'",
    },
    {
        rule: "acr-credential-renew-in-time",
        hidden: "applicationPassword",
        resources: [password],
        otherwise: ["violated"],
        undecided: "newer passwords of Application password 'key'",
    },
    {
        rule: "acr-credential-renew-in-time",
        hidden: "token",
        resources: [images, tokenWithPassword],
        otherwise: ["violated"],
        undecided: "newer passwords of Repository token 'ci'",
    },
];

it.each(cases)("$rule is undecided while $hidden is not read", ({ rule, hidden, resources, settings, ...expected }) => {
    const found = rules.find(({ name }) => name === rule) as Rule;
    expect(outcomes(found, resources, [], settings)).toEqual(expected.otherwise);
    const withGap = outcomes(found, resources, [gap(hidden)], settings);
    expect(withGap).toContain(`unknown: ${expected.undecided}`);
    expect(withGap.filter((outcome) => outcome === "violated" || outcome === "satisfied")).toEqual([]);
});

describe("a gap elsewhere changes nothing", () => {
    const elsewhere = "/subscriptions/22222222-2222-2222-2222-222222222222";
    const sited = cases.filter(({ hidden }) => ["diagnosticSetting", "lock", "roleAssignment"].includes(hidden));
    it.each(sited)("$rule with $hidden of another subscription", ({ rule, hidden, resources, settings, otherwise }) => {
        const found = rules.find(({ name }) => name === rule) as Rule;
        const decided = outcomes(found, resources, [gap(hidden, elsewhere)], settings).filter(
            (outcome) => outcome === "violated" || outcome === "satisfied",
        );
        expect(decided).toEqual(rule.endsWith("limit-privileged-roles") ? [] : otherwise);
    });
    it("is undecided for one of its own subscription and registry", () => {
        const found = rules.find(({ name }) => name === "acr-registry-require-lock") as Rule;
        for (const within of [subscription, registryId("images").toUpperCase()]) {
            expect(outcomes(found, [images], [gap("lock", within)])).toContain(
                "unknown: locks of Container registry 'images'",
            );
        }
    });
});

it("leaves a verdict that nothing unseen can overturn", () => {
    const lock = live("azure-native:authorization:ManagementLockByScope", `${registryId("images")}/locks/keep`, {
        scope: registryId("images"),
    });
    const found = rules.find(({ name }) => name === "acr-registry-require-lock") as Rule;
    expect(outcomes(found, [images, lock], [gap("lock")])).toEqual(["satisfied"]);
});

it("knows an eligible role that is active at the moment, and a connection that ARM names in the registry", () => {
    const timeBound = rules.find(({ name }) => name === "acr-access-require-time-bound") as Rule;
    const standing = liveAssignment("grant", roles.Owner, "someone", user);
    const eligible = live("azure-native:authorization:PimRoleEligibilitySchedule", "/eligible", standing.inputs);
    expect(outcomes(timeBound, [images, standing, eligible], [])).toEqual(["satisfied"]);

    const endpoint = rules.find(({ name }) => name === "acr-registry-require-private-endpoint") as Rule;
    const shut = (connections: unknown[]) =>
        liveRegistry("images", {
            sku: { name: "Premium" },
            publicNetworkAccess: "Disabled",
            privateEndpointConnections: connections,
        });
    const approved = { properties: { privateLinkServiceConnectionState: { status: "Approved" } } };
    expect(outcomes(endpoint, [shut([approved])], [gap("privateEndpoint")])).toEqual(["satisfied"]);
    expect(outcomes(endpoint, [shut([])], [gap("privateEndpoint")])).toEqual(["violated"]);
});

it("judges by the program's rules what a program says, and no resource that was read from Azure", () => {
    const found = rules.filter(({ name }) => aboutProgram.includes(name));
    const says = normalise({ ...images, urn: urnOf(images.type, "images"), ignoreChanges: ["policies"] });
    expect(found.flatMap((rule) => outcomes(rule, says, []))).toEqual(["violated"]);
    expect(found.flatMap((rule) => outcomes(rule, [{ ...images, ignoreChanges: ["policies"] }], []))).toEqual([]);
});

it("leaves open what Azure Resource Manager does not answer, and Azure's own scope maps alone", () => {
    const https = rules.find(({ name }) => name === "acr-registry-require-https-webhooks") as Rule;
    const hook = live("azure-native:containerregistry:Webhook", `${registryId("images")}/webhooks/hook`);
    expect(outcomes(https, [hook], [])).toEqual(["unknown"]);
    expect(outcomes(https, normalise({ ...hook, urn: urnOf(hook.type, "hook") }), [])).toEqual(["violated"]);

    const scope = rules.find(({ name }) => name === "acr-token-limit-scope") as Rule;
    const wide = ["repositories/*/content/read"];
    expect(outcomes(scope, [liveScopeMap("_repositories_pull", wide)], [])).toEqual([]);
    expect(outcomes(scope, [liveScopeMap("pull-all", wide)], [])).toEqual(["violated"]);
    const own = liveToken("own", { scopeMapId: `${registryId("images")}/scopeMaps/_repositories_pull` });
    expect(outcomes(scope, [liveScopeMap("_repositories_pull", wide), own], [])).toEqual(["violated"]);
});
