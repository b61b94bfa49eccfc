// A stack config whose every key was set with `--secret`: none of its texts stands in the exported state or in what the
// commands print, names and Azure's own words aside.
import { describe, expect } from "vitest";
import { platformTest } from "./fixtures";
import { destroy, onMain, refresh, stackConfig, up } from "./support";

const asOf = "2026-06-01";
/** Every kind of text but names and ids of what the stack makes or gives access to, which docs/stack-config.md excepts. */
const entries = (subscriptionId: string, owner: string) => ({
    tags: { costcenter: "tag-of-the-stack" },
    registries: {
        main: {
            sku: "Premium",
            tags: { team: "tag-of-the-registry" },
            adminUser: { reason: "the scanner of the test lab", expiresOn: "2026-06-19" },
            logWorkspaceResourceId: `/subscriptions/${subscriptionId}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/loginlog`,
            webhooks: {
                build: {
                    serviceUri: "https://hooks.example.com/start?code=hook-secret",
                    actions: ["push"],
                    scope: "hooked/app:v1",
                },
            },
            cacheRules: {
                dockerhub: {
                    sourceRepository: "docker.io/library/cached-source",
                    targetRepository: "cached-target",
                    credential: "dockerhub",
                },
            },
            cacheCredentials: {
                dockerhub: {
                    loginServer: "docker.io",
                    usernameSecretUri: "https://somevault.vault.azure.net/secrets/hubuser",
                    passwordSecretUri: "https://somevault.vault.azure.net/secrets/hubpassword",
                },
            },
        },
        // Apart from the other, whose admin user's new passwords are tried.
        closed: {
            sku: "Premium",
            allowedIpRanges: ["203.0.113.77", "198.51.100.0/28"],
            roleAssignmentMode: "abac",
        },
    },
    access: {
        ada: { userPrincipalName: "ada@contoso.onmicrosoft.com", ...onMain("pull") },
        team: { groupName: "Application team", ...onMain("pull") },
    },
    servicePrincipals: {
        ci: { startsOn: "2026-05-17", owners: [owner], ...onMain("push") },
        conditioned: {
            grants: { closed: { registry: "closed", permission: "pull", repositories: ["conditioned/app"] } },
        },
    },
    repositoryTokens: {
        device: {
            registry: "main",
            startsOn: "2026-05-18",
            grants: { app: { repositories: ["hidden/app"], permission: "pull" } },
        },
    },
    managedIdentities: {
        app: {
            ...onMain("pull"),
            federatedCredentials: {
                github: { github: { organization: "hidden-org", repository: "hidden-code", branch: "hidden-branch" } },
                cluster: {
                    kubernetes: {
                        issuer: "https://oidc.example.com/hidden-issuer",
                        namespace: "hidden-namespace",
                        serviceAccount: "hidden-account",
                    },
                },
            },
        },
    },
    crossTenantApplications: { partner: { loginServers: ["hidden.azurecr.io"] } },
});

/** References within the config, and words that Azure has for all of its customers. */
const vocabulary = ["main", "closed", "abac", "dockerhub", "Premium", "pull", "push", "docker.io"];

const textsOf = (value: unknown): string[] =>
    typeof value === "string"
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(textsOf)
          : [];

/** The texts of the config that is deployed, and what the commands printed. */
const it = platformTest("secret-config", stackConfig(asOf, {})).extend(
    "shown",
    { scope: "file" },
    async ({ platform }) => {
        const { emulator } = platform;
        const grace = emulator.state.users.find(({ userPrincipalName }) => userPrincipalName.startsWith("grace"));
        const config = entries(emulator.deployer.subscriptionId, grace?.id ?? "");
        const settings = Object.entries(config).map(([key, value]) => `acr-auth:${key}=${JSON.stringify(value)}`);
        const flags = settings.flatMap((setting) => ["--secret", setting]);
        expect((await platform.pulumi(["config", "set-all", ...flags])).code).toBe(0);
        const preview = await platform.pulumi(["preview", "--diff"]);
        expect(preview.code, preview.stderr).toBe(0);
        const printed = `${preview.stdout}${preview.stderr}${await up(platform)}`;
        return { texts: textsOf(config).filter((text) => !vocabulary.includes(text)), printed };
    },
);

describe("a stack config of secrets alone", () => {
    it("is deployed as it says", async ({ platform, shown: { texts } }) => {
        const { stdout } = await platform.pulumi(["stack", "export", "--show-secrets"]);
        expect(texts.length).toBeGreaterThan(25);
        expect(texts.filter((text) => !stdout.includes(text))).toEqual([]);
    });

    it("shows none of it in the state", async ({ platform, shown: { texts } }) => {
        const { stdout } = await platform.pulumi(["stack", "export"]);
        expect(texts.filter((text) => stdout.includes(text))).toEqual([]);
    });

    it("shows none of it in what preview and up print", ({ shown: { texts, printed } }) => {
        expect(texts.filter((text) => printed.includes(text))).toEqual([]);
    });

    it("shows none of it in what refresh and destroy print", async ({ platform, shown: { texts } }) => {
        const printed = `${await refresh(platform)}${await destroy(platform)}`;
        expect(texts.filter((text) => printed.includes(text))).toEqual([]);
    });
});
