import { describe, expect, it } from "vitest";
import { roles } from "../../../azure/roles";
import type { Gap } from "../../../estate";
import {
    live,
    liveApplication,
    liveAssignment,
    liveIdentity,
    liveServicePrincipal,
    resourceGroup,
} from "../../policies/support/live";
import { stack } from "../../support/pulumi-state";
import { aksAttachment, crossTenantApplication, crossTenantPull, managedIdentity, servicePrincipal } from "../states";
import { compared, differing, remedies, target } from "./estate";

const grants = { main: { registry: target(), permission: "pull" } };
const ci = servicePrincipal("ci", grants, { clientId: "client", principalId: "sp" }, [
    { value: "x", expiresOn: "2026-12-01T00:00:00Z", keyId: "known" },
]);
const application = liveApplication("app", { clientId: "client" });
const principal = liveServicePrincipal("sp", { clientId: "client" });
const pulls = liveAssignment("1", roles.AcrPull, "sp");
const key = (
    holder: "applications/app" | "servicePrincipals/sp",
    kind: "Password" | "Certificate",
    keyId: string,
    end?: string,
) =>
    live(
        `azuread:index:${holder.startsWith("app") ? "Application" : "ServicePrincipal"}${kind}`,
        `/${holder}/${kind.toLowerCase()}/${keyId}`,
        {
            keyId,
            displayName: `the ${keyId}`,
            startDate: "2026-01-02T00:00:00Z",
            endDate: end ?? "2027-01-01T00:00:00Z",
        },
    );
const known = key("applications/app", "Password", "KNOWN");
const there = [application, principal, pulls, known];

const trust = { issuer: "https://issuer", subject: "job", audiences: ["api://AzureADTokenExchange"] };
const ofApplication = (name: string, changes: Partial<typeof trust> = {}) =>
    live(
        "azuread:index:ApplicationFederatedIdentityCredential",
        `/applications/app/federatedIdentityCredential/${name}`,
        { applicationId: "/applications/app", ...trust, ...changes },
    );

describe("credentials of an application", () => {
    it.each<[string, Parameters<typeof compared>[0]["live"] & object, string[], string[]]>([
        ["those of the state", there, [], []],
        [
            "those that have ended",
            [...there, key("applications/app", "Password", "old", "2026-05-31T00:00:00Z")],
            [],
            [],
        ],
        [
            "a password of the application and one of its service principal",
            [...there, key("applications/app", "Password", "stray"), key("servicePrincipals/sp", "Password", "other")],
            [
                "wider: password of ci: 'the stray', valid until 2027-01-01T00:00:00Z, is not in the state; since 2026-01-02",
                "wider: password of ci: 'the other', valid until 2027-01-01T00:00:00Z, is not in the state; since 2026-01-02",
            ],
            [
                "az ad app credential delete --id app --key-id stray",
                "az ad sp credential delete --id sp --key-id other",
            ],
        ],
        [
            "a certificate of each",
            [...there, key("applications/app", "Certificate", "c1"), key("servicePrincipals/sp", "Certificate", "c2")],
            [
                "wider: certificate of ci: 'the c1', valid until 2027-01-01T00:00:00Z, is not in the state; since 2026-01-02",
                "wider: certificate of ci: 'the c2', valid until 2027-01-01T00:00:00Z, is not in the state; since 2026-01-02",
            ],
            [
                "az ad app credential delete --id app --key-id c1 --cert",
                "az ad sp credential delete --id sp --key-id c2 --cert",
            ],
        ],
        [
            "a federated credential",
            [...there, ofApplication("fid")],
            [
                "wider: federated credential of ci: no component declares that job of https://issuer logs in, for api://AzureADTokenExchange",
            ],
            ["az ad app federated-credential delete --id app --federated-credential-id fid"],
        ],
    ])("are compared: %s", (_, estate, expected, commands) => {
        const results = compared({ state: ci, live: estate });
        expect(differing(results)).toEqual(expected);
        expect(remedies(results)).toEqual(commands);
    });

    it("that the stack's own program gives it are declared", () => {
        const own = stack("acr-auth", "local");
        const state = [
            ...ci,
            own.resource("azuread:index/applicationCertificate:ApplicationCertificate", "cert", {
                outputs: { keyId: "c1" },
            }),
            own.resource(
                "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
                "trust",
                { inputs: { applicationId: "/applications/APP", ...trust } },
            ),
        ];
        const certificate = key("applications/app", "Certificate", "c1");
        expect(differing(compared({ state, live: [...there, certificate, ofApplication("fid")] }))).toEqual([]);
        const foreign = ofApplication("fid", { subject: "Job" });
        expect(differing(compared({ state, live: [...there, certificate, foreign] }))).toHaveLength(1);
    });

    it("are not asked about where the directory was not read, or has no such application", () => {
        const gap: Gap = {
            what: "passwords of applications",
            why: "not asked: needs Application.Read.All",
            cause: "notAllowed",
            kinds: [
                "application",
                "servicePrincipal",
                "applicationPassword",
                "applicationCertificate",
                "federatedCredential",
            ],
            within: undefined,
        };
        expect(differing(compared({ state: ci, live: [pulls], gaps: [gap] }))).toEqual([
            "not asked: password of ci: passwords of applications: not asked: needs Application.Read.All",
        ]);
        expect(differing(compared({ state: ci, live: [pulls] }))).toEqual([
            "not asked: password of ci: application client: it was not found in the tenant of the Azure credentials",
        ]);
    });
});

describe("credentials of an application of another tenant", () => {
    const pull = crossTenantPull("pull", grants, { clientId: "client", principalId: "sp", tenantId: "here" });
    const elsewhere: Gap = {
        what: "applications of other tenants (1)",
        why: "not asked: they are read in those tenants",
        cause: "notRequested",
        kinds: ["application", "applicationPassword", "applicationCertificate", "federatedCredential"],
        within: undefined,
    };

    it("are those of its service principal, and the rest is not asked about without the state of its stack", () => {
        const stray = key("servicePrincipals/sp", "Password", "stray");
        expect(differing(compared({ state: pull, live: [principal, pulls, stray], gaps: [elsewhere] }))).toEqual([
            "wider: password of pull: 'the stray', valid until 2027-01-01T00:00:00Z, is not in the state; since 2026-01-02",
            "not asked: password of pull: application client: it is of another tenant than its service principal; pass the state of its stack as well",
        ]);
        const home = crossTenantApplication("home", { clientId: "client", principalId: "x", tenantId: "there" }, []);
        const both = compared({ state: [...pull, ...home], live: [principal, pulls], gaps: [elsewhere] });
        expect(differing(both)).toEqual([]);
    });
});

describe("federated credentials of a managed identity", () => {
    const robot = managedIdentity(
        "robot",
        grants,
        { clientId: "client", principalId: "id", tenantId: "tenant" },
        { main: trust },
    );
    const identity = liveIdentity("robot", { principalId: "id" });
    const assigned = liveAssignment("1", roles.AcrPull, "id");
    const credential = (name: string, changes: Partial<typeof trust> = {}) =>
        live(
            "azure-native:managedidentity:FederatedIdentityCredential",
            `${identity.urn}/federatedIdentityCredentials/${name}`,
            {
                resourceName: "robot",
                ...trust,
                ...changes,
            },
        );

    it("are compared by issuer, subject and audience, whatever they are called", () => {
        expect(differing(compared({ state: robot, live: [identity, assigned, credential("renamed")] }))).toEqual([]);
        const foreign = credential("stranger's", { subject: "repo:evil/x" });
        const results = compared({ state: robot, live: [identity, assigned, credential("main"), foreign] });
        expect(differing(results)).toEqual([
            "wider: federated credential of robot: no component declares that repo:evil/x of https://issuer logs in, for api://AzureADTokenExchange",
        ]);
        expect(remedies(results)).toEqual([
            `az identity federated-credential delete --resource-group ${resourceGroup.split("/").at(-1)} --identity-name robot --name 'stranger'\\''s' --yes`,
        ]);
    });

    it("are wider on a kubelet's identity, for which none can be declared", () => {
        const state = aksAttachment("cluster", grants, "id");
        expect(differing(compared({ state, live: [identity, assigned, credential("main")] }))).toEqual([
            "wider: federated credential of cluster: no component declares that job of https://issuer logs in, for api://AzureADTokenExchange",
        ]);
    });

    it("are not asked about where the identity is in a subscription that was not read", () => {
        expect(differing(compared({ state: robot, live: [assigned] }))).toEqual([
            "not asked: federated credential of robot: federated credentials of the managed identity id: the identity is in none of the subscriptions of the registries",
        ]);
    });
});
