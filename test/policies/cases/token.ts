// Cases of the rules about repository tokens.
import { registryId, resource, scopeMap, token, tokenPassword, unknown, urnOf } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const wide = (subject: string) =>
    `${subject} must not reach the whole registry. Name the repositories, at most with a final /* (component RepositoryToken); pulling takes content/read and metadata/read only.`;
const expires = (must: string) =>
    `Token password 'device' must ${must}. Set expiry, or let the component RepositoryToken rotate password1 and password2.`;
const scopeMapId = `${registryId("images")}/scopeMaps/device`;
const unattended = [
    scopeMap("device", { actions: ["repositories/firmware/content/read", "repositories/firmware/content/write"] }),
    token(
        "device",
        { scopeMapId: unknown },
        {
            propertyDependencies: { scopeMapId: [urnOf("azure-native:containerregistry:ScopeMap", "device")] },
        },
    ),
];

export const tokenCases: Record<string, RuleCases> = {
    "acr-token-limit-scope": {
        compliant: [
            scopeMap("device", {
                actions: ["repositories/firmware/*/content/read", "repositories/firmware/*/metadata/read"],
            }),
            token("device", { scopeMapId }),
            // Every registry has these, and only a token that uses one is a login.
            scopeMap("_repositories_admin", { actions: ["repositories/*/content/read"] }),
        ],
        violating: {
            resources: [
                scopeMap("all", { actions: ["repositories/*/content/read"] }),
                scopeMap("gateway", { actions: ["gateway/device/config/read"] }),
                token("system", { scopeMapId: `${registryId("images")}/scopeMaps/_repositories_push` }),
            ],
            messages: [
                wide("Scope map 'all'"),
                wide("Scope map 'gateway'"),
                "Repository token 'system' must not use a system scope map, which reaches the whole registry. Name the repositories, at most with a final /* (component RepositoryToken); pulling takes content/read and metadata/read only.",
            ],
        },
        absent: { resources: [scopeMap("device"), token("device")], messages: [] },
        unknown: {
            resources: [
                scopeMap("device", { actions: ["repositories/a/content/read", unknown] }),
                token("device", { scopeMapId: unknown }),
            ],
            undecided: ["actions of Scope map 'device'", "scopeMapId of Repository token 'device'"],
        },
        configured: {
            settings: { unattendedTokens: ["dev*"] },
            resources: unattended,
            messages: [
                "Repository token 'device' must only pull, since its client is unattended. Remove write and delete actions from its scope map (RepositoryToken with permission pull).",
            ],
        },
        more: {
            "lets attended tokens push": { resources: unattended, messages: [] },
            "finds an unattended token's scope map by id": {
                settings: { unattendedTokens: ["device"] },
                resources: [
                    scopeMap("other", { scopeMapName: "other", actions: ["repositories/a/content/write"] }),
                    scopeMap("map", { scopeMapName: "device", actions: ["repositories/a/content/read"] }),
                    token("device", { scopeMapId }),
                ],
                messages: [],
            },
        },
    },
    "acr-token-require-expiry": {
        compliant: [
            tokenPassword("device", { expiry: "2027-05-01T00:00:00Z" }),
            token("device", { credentials: { passwords: [{ name: "password1", expiry: "2027-01-01T00:00:00Z" }] } }),
        ],
        violating: {
            resources: [
                tokenPassword("device", { expiry: "2028-01-01T00:00:00Z" }),
                token("device", { credentials: { passwords: [{ name: "password1" }] } }),
            ],
            messages: [
                expires("expire within 365 days"),
                "Repository token 'device' must have an expiry: without one its password never ends. Set expiry, or let the component RepositoryToken rotate password1 and password2.",
            ],
        },
        absent: {
            resources: [tokenPassword("device")],
            messages: [expires("have an expiry: without one its password never ends")],
        },
        unknown: {
            resources: [tokenPassword("device", { expiry: unknown })],
            undecided: ["expiry of Token password 'device'"],
        },
        configured: {
            settings: { maxDays: 30 },
            resources: [tokenPassword("device", { expiry: "2027-01-01T00:00:00Z" })],
            messages: [expires("expire within 30 days")],
        },
        more: {
            "reads the classic provider": {
                resources: [
                    resource("azure:containerservice/tokenPassword:TokenPassword", "device", {
                        containerRegistryTokenId: "x",
                        password1: { expiry: "2026-12-24T00:00:00Z" },
                        password2: {},
                    }),
                ],
                messages: [expires("have an expiry: without one its password never ends")],
            },
        },
    },
    "acr-token-disallow-tokens": {
        compliant: [token("device", { status: "disabled" })],
        violating: {
            resources: [token("device", { status: "enabled" })],
            messages: [
                "Repository token 'device' must be disabled: it is not tied to an Entra identity. Set status to disabled and use RegistryManagedIdentity or RegistryServicePrincipal, whose access ends with the identity.",
            ],
        },
        absent: {
            resources: [token("device")],
            messages: [
                "Repository token 'device' must be disabled: it is not tied to an Entra identity. Set status to disabled and use RegistryManagedIdentity or RegistryServicePrincipal, whose access ends with the identity.",
            ],
        },
        unknown: {
            resources: [token("device", { status: unknown })],
            undecided: ["status of Repository token 'device'"],
        },
    },
};
