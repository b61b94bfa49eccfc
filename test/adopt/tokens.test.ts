// Tokens: entries from scope maps, and the password that is kept.
import { describe, expect, it } from "vitest";
import { adoptionOf, entriesOf, registry, scopeMap, scopeMapId, token, tokenId, undeclaredIn } from "./estate";

const both = [{ name: "password1" }, { name: "password2" }];
const map = (...actions: string[]) => scopeMap("contoso", "device-scope-map", actions);
const pullOf = (repository: string) => [
    `repositories/${repository}/content/read`,
    `repositories/${repository}/metadata/read`,
];
const estate = (passwords: Parameters<typeof token>[2], ...actions: string[]) => [
    registry("contoso"),
    token("contoso", "device", passwords),
    map(...actions),
];
const entry = (passwords: Parameters<typeof token>[2], ...actions: string[]) =>
    entriesOf(estate(passwords, ...actions))["repositoryTokens.device"];

describe("a token", () => {
    it("keeps its name, its scope map and the password that consumers most likely use", () => {
        expect(entry(both, ...pullOf("shop/web"))).toEqual({
            section: "repositoryTokens",
            key: "device",
            comment: "token device of contoso",
            value: {
                registry: "contoso",
                tokenName: "device",
                scopeMapName: "device-scope-map",
                startsOn: "2026-11-26",
                firstPassword: "password2",
                grants: { pull: { repositories: ["shop/web"], permission: "pull" } },
            },
            parts: [
                {
                    type: "azure-native:containerregistry:ScopeMap",
                    name: "device-scope-map",
                    id: scopeMapId("contoso", "device-scope-map"),
                    changes: [],
                },
                {
                    type: "azure-native:containerregistry:Token",
                    name: "device",
                    id: tokenId("contoso", "device"),
                    changes: [],
                },
                { type: "pulumi-nodejs:dynamic/acr-auth:TokenStatus", name: "device-status", changes: [] },
                {
                    type: "pulumi-nodejs:dynamic/acr-auth:TokenPassword",
                    name: "device-password2",
                    changes: [
                        "Generates password2 of token device, which ends on 2027-11-26. password1 is kept until the first rotation, on 2027-05-25.",
                    ],
                    edits: [expect.objectContaining({ id: tokenId("contoso", "device") })],
                },
            ],
        });
    });

    const first = { name: "password1", creationTime: "2026-01-01T00:00:00Z" };
    it.each<[string, Parameters<typeof token>[2], string | undefined, string]>([
        [
            "both were generated together: the first",
            [first, { name: "password2", creationTime: "2026-01-01T00:00:05Z" }],
            "password2",
            "Both were generated together, and it is the one that portal and az show first.",
        ],
        [
            "the second was generated later: the second",
            [first, { name: "password2", creationTime: "2026-06-01T00:00:00Z" }],
            undefined,
            "It was generated after the other one.",
        ],
        [
            "the first was generated later: the first",
            [first, { name: "password2", creationTime: "2025-06-01T00:00:00Z" }],
            "password2",
            "It was generated after the other one.",
        ],
        ["there is only the first: that", [first], "password2", "It is the only one that works."],
        ["there is only the second: that", [{ name: "password2" }], undefined, "It is the only one that works."],
        [
            "the first has ended: the second",
            [{ ...first, expiry: "2026-11-01T00:00:00Z" }, { name: "password2" }],
            undefined,
            "It is the only one that works.",
        ],
    ])("keeps, where %s", (_, passwords, firstPassword, reason) => {
        const { entries, moves } = adoptionOf(estate(passwords, ...pullOf("shop/web")));
        expect(entries.find(({ section }) => section === "repositoryTokens")?.value.firstPassword).toBe(firstPassword);
        const kept = firstPassword === undefined ? "password2" : "password1";
        expect(moves).toMatchObject([
            {
                title: `Consumers of token device of contoso, which log in with ${kept}`,
                first: [
                    `${kept} is the one that is kept, because consumers most likely use it. ${reason}`,
                    "Give them the new password, which the deployment generates.",
                ],
                close: {
                    command: `az acr token credential delete --registry contoso --name device --${kept}`,
                },
            },
        ]);
    });

    it("keeps nothing where no password works", () => {
        const { entries, moves } = adoptionOf(
            estate([{ name: "password1", expiry: "2026-11-01T00:00:00Z" }], ...pullOf("web")),
        );
        const [, device] = entries;
        expect(device?.value).not.toHaveProperty("firstPassword");
        expect(device?.parts.at(-1)?.changes).toEqual([
            "Generates password1 of token device, which ends on 2027-11-26. It has no other password that works.",
        ]);
        expect(moves).toEqual([]);
    });

    it("tells when the kept password ends by itself", () => {
        const [, device] = adoptionOf(
            estate([{ name: "password1", expiry: "2027-01-31T00:00:00Z" }], ...pullOf("web")),
        ).entries;
        expect(device?.parts.at(-1)?.changes[0]).toContain(
            "password1 is kept until the first rotation, on 2027-05-25, or until its end on 2027-01-31.",
        );
    });

    it("that is disabled stays disabled", () => {
        const found = entriesOf([
            registry("contoso"),
            token("contoso", "device", both, { status: "disabled" }),
            map(...pullOf("web")),
        ]);
        expect(found["repositoryTokens.device"]?.value.enabled).toBe(false);
    });

    it.each<[string, string[], Record<string, unknown>, string[]]>([
        [
            "reading content alone",
            ["content/read"],
            { pull: { repositories: ["web"], permission: "pull" } },
            ["metadata/read"],
        ],
        [
            "reading and writing",
            ["content/read", "content/write"],
            { push: { repositories: ["web"], permission: "push" } },
            ["metadata/read"],
        ],
        [
            "reading and deleting",
            ["content/read", "content/delete", "metadata/read"],
            { delete: { repositories: ["web"], permission: "delete" } },
            [],
        ],
        [
            "everything",
            ["content/read", "content/write", "content/delete", "metadata/read", "metadata/write"],
            { manage: { repositories: ["web"], permission: "manage" } },
            [],
        ],
    ])("with %s becomes a permission, and the plan tells what is added", (_, actions, grants, added) => {
        const found = entry(both, ...actions.map((action) => `repositories/web/${action}`));
        expect(found?.value.grants).toEqual(grants);
        expect(found?.parts[0]?.changes).toEqual(
            added.map((action) => `Adds repositories/web/${action} to the scope map.`),
        );
    });

    it("groups repositories by permission, in a fixed order", () => {
        const push = ["content/read", "content/write", "metadata/read"].map(
            (action) => `repositories/team/*/${action}`,
        );
        expect(entry(both, ...push, ...pullOf("shop/web"), ...pullOf("base"))?.value.grants).toEqual({
            pull: { repositories: ["base", "shop/web"], permission: "pull" },
            push: { repositories: ["team/*"], permission: "push" },
        });
    });

    it.each<[string, string[], string]>([
        ["metadata alone", ["repositories/web/metadata/read"], "no permission allows exactly metadata/read on web"],
        [
            "writing without reading",
            ["repositories/web/content/write"],
            "no permission allows exactly content/write on web",
        ],
        [
            "a right that a permission would take away",
            ["repositories/web/content/read", "repositories/web/metadata/write"],
            "no permission allows exactly content/read, metadata/write on web",
        ],
        [
            "an action about something else",
            ["gateway/edge/config/read"],
            "its scope map has the action gateway/edge/config/read",
        ],
        [
            "a wildcard within a name",
            ["repositories/team*/content/read"],
            "its scope map names the repositories team*, which is neither a name nor a prefix team/*",
        ],
        ["nothing", [], "its scope map has no action"],
    ])("with %s stays undeclared", (_, actions, reason) => {
        const found = estate(both, ...actions);
        expect(entriesOf(found)).not.toHaveProperty("repositoryTokens.device");
        expect(undeclaredIn(found)).toEqual([`Token device of registry contoso: ${reason}`]);
    });

    it("of a scope map of the registry, or of one that another token uses, gets one of its own", () => {
        const found = [
            registry("contoso"),
            token("contoso", "admin-all", both, { map: "_repositories_admin" }),
            token("contoso", "device", both, { map: "shared" }),
            token("contoso", "sensor", both, { map: "shared" }),
            scopeMap(
                "contoso",
                "_repositories_admin",
                ["content/read", "content/write", "content/delete", "metadata/read", "metadata/write"].map(
                    (action) => `repositories/*/${action}`,
                ),
            ),
            scopeMap("contoso", "shared", ["repositories/web/content/read"]),
            scopeMap("contoso", "sensor", pullOf("other")),
        ];
        const entries = entriesOf(found);
        const scopeMapOf = (key: string) => {
            const { value, parts } = entries[`repositoryTokens.${key}`] ?? {};
            return {
                name: value?.scopeMapName,
                grants: value?.grants,
                id: parts?.[0]?.id,
                changes: parts?.[0]?.changes,
            };
        };
        const pull = { pull: { repositories: ["web"], permission: "pull" } };
        const created = (name: string) => [
            `Creates the scope map ${name} with what shared allows, which the token shares with other tokens, and moves the token to it. Its passwords stay.`,
            "Adds repositories/web/metadata/read to the scope map.",
        ];
        expect(scopeMapOf("admin-all")).toEqual({
            name: "admin-all",
            grants: { manage: { repositories: ["*"], permission: "manage" } },
            id: undefined,
            changes: [
                "Creates the scope map admin-all with what _repositories_admin allows, which the token has from the registry, and moves the token to it. Its passwords stay.",
            ],
        });
        expect(scopeMapOf("device")).toEqual({
            name: "device",
            grants: pull,
            id: undefined,
            changes: created("device"),
        });
        expect(scopeMapOf("sensor")).toEqual({
            name: "sensor-adopted",
            grants: pull,
            id: undefined,
            changes: created("sensor-adopted"),
        });
    });

    it("whose scope map was not read is not taken for one without", () => {
        const found = [registry("contoso"), token("contoso", "device", both)];
        const gap = {
            what: "scope maps of contoso",
            why: "403",
            cause: "notAllowed",
            kinds: ["scopeMap"],
            within: undefined,
        } as const;
        expect(undeclaredIn(found)).toEqual(["Token device of registry contoso: its scope map does not exist"]);
        expect(undeclaredIn(found, { gaps: [gap] })).toEqual([
            "Token device of registry contoso: its scope map was not read",
        ]);
    });

    it("of the same name in two registries gets a key of its own", () => {
        const found = [
            registry("contoso"),
            registry("fabrikam"),
            ...["contoso", "fabrikam"].flatMap((name) => [
                token(name, "device", both),
                scopeMap(name, "device-scope-map", pullOf("web")),
            ]),
        ];
        const keys = adoptionOf(found)
            .entries.filter(({ section }) => section === "repositoryTokens")
            .map(({ key }) => key);
        expect(new Set(keys).size).toBe(2);
        expect(keys.every((key) => /^device-[0-9a-f]{8}$/.test(key))).toBe(true);
    });
});
