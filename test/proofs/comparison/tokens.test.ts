import { describe, expect, it } from "vitest";
import type { Resource } from "../../../estate/resource";
import { liveScopeMap, liveToken, registryId } from "../../policies/support/live";
import { access, token } from "../states";
import { compared, differing, remedies, target } from "./estate";

const actions = (repository: string, ...names: string[]) => names.map((name) => `repositories/${repository}/${name}`);
const reads = ["content/read", "metadata/read"];
const device = token("device", target(), { team: { repositories: ["team/*"], permission: "pull" } }, [
    { value: "x", expiresOn: "2026-12-01T00:00:00Z" },
]);
const password = (name: string, expiry?: string) => ({ name, creationTime: "2026-05-01T00:00:00Z", expiry });
const liveDevice = (properties: Record<string, unknown> = {}) =>
    liveToken("device", { credentials: { passwords: [password("password1", "2026-12-01T00:00:00Z")] }, ...properties });
const deviceMap = (...more: string[]) => liveScopeMap("device", [...actions("team/*", ...reads), ...more]);
const adminMap = liveScopeMap(
    "_repositories_admin",
    actions("*", "content/delete", "content/read", "content/write", "metadata/read", "metadata/write"),
);
const found = (live: Resource[], state = device) => compared({ state, live });

describe("tokens that no component declares", () => {
    it("are wider, with what their scope map allows, their passwords and the command that removes them", () => {
        const stray = liveToken("stray", {
            scopeMapId: adminMap.urn,
            creationDate: "2026-03-04T00:00:00Z",
            credentials: { passwords: [password("password1"), password("password2", "2027-01-01T00:00:00Z")] },
        });
        const results = found([stray, adminMap], []);
        expect(results.filter(({ expected }) => expected === "refused")).toEqual([
            {
                method: "repository token",
                client: "acr-auth",
                action: "token",
                repository: "images.azurecr.io",
                expected: "refused",
                actual: "allowed",
                evidence: {
                    identity: "token stray",
                    code: "UNDECLARED_TOKEN",
                    message:
                        "no component declares this token; its scope map is _repositories_admin, which allows content/delete, " +
                        "content/read, content/write, metadata/read, metadata/write on every repository; password1 without " +
                        "end, password2 until 2027-01-01T00:00:00Z; since 2026-03-04",
                    remedy: "az acr token delete --registry images --name stray --yes",
                    since: "2026-03-04T00:00:00Z",
                    access: { scope: `${registryId("images")}/tokens/stray` },
                },
            },
        ]);
    });

    it("are as declared while they are disabled, and said to be there", () => {
        const results = found([liveToken("old", { status: "disabled" })], []);
        expect(differing(results)).toEqual([]);
        expect(results.find(({ action }) => action === "tokens")?.evidence.message).toBe(
            "1 tokens, 1 of which no component declares; disabled, so that nobody logs in with them: old",
        );
    });

    it("without a password or with a scope map that was not read are wider all the same", () => {
        expect(differing(found([liveToken("stray")], []))).toEqual([
            "wider: token of token stray: no component declares this token; its scope map is stray, whose actions could not be read; it has no password yet",
        ]);
    });
});

describe("tokens that components declare", () => {
    it.each<[string, Resource[], string[], (string | undefined)[]]>([
        ["as they are", [liveDevice(), deviceMap()], [], []],
        [
            "whose scope map was widened by hand",
            [
                liveDevice(),
                deviceMap(
                    ...actions("team/*", "content/write"),
                    ...actions("secret", ...reads),
                    ...actions("team/a", "content/read"),
                ),
            ],
            [
                "wider: scope map of device: its scope map device allows beyond what is declared: content/read, metadata/read on 'secret'; content/write on 'team/*'",
            ],
            [
                "az acr scope-map update --registry images --name device --remove-repository 'team/*' content/write --remove-repository secret content/read metadata/read",
            ],
        ],
        [
            "whose scope map got rights on a gateway",
            [liveDevice(), deviceMap("gateway/edge/config/read")],
            [
                "wider: scope map of device: its scope map device allows beyond what is declared: gateway/edge/config/read",
            ],
            ["az acr scope-map update --registry images --name device --remove-gateway edge config/read"],
        ],
        [
            "that point at another scope map",
            [liveDevice({ scopeMapId: adminMap.urn }), deviceMap(), adminMap],
            [
                "wider: scope map of device: its scope map _repositories_admin allows beyond what is declared: content/delete, content/write, metadata/write on every repository; content/read, metadata/read on every repository except 'team/*'",
            ],
            ["az acr token update --registry images --name device --scope-map device"],
        ],
        [
            "whose scope map was narrowed",
            [liveDevice(), liveScopeMap("device", actions("team/*", "content/read"))],
            ["narrower: scope map of device: its scope map device does not allow metadata/read on 'team/*'"],
            [],
        ],
        [
            "that were disabled",
            [liveDevice({ status: "disabled" }), deviceMap()],
            ["narrower: token of device: it is disabled in Azure"],
            [],
        ],
        ["that are gone", [deviceMap()], ["narrower: token of device: ARM lists no token device"], []],
        [
            "with a password that the state does not know",
            [
                liveDevice({
                    credentials: {
                        passwords: [
                            password("password1", "2026-12-01T00:00:00Z"),
                            password("password2", "2027-01-01T00:00:00Z"),
                        ],
                    },
                }),
                deviceMap(),
            ],
            [
                "wider: password of device: 'password2', valid until 2027-01-01T00:00:00Z, is not in the state; since 2026-05-01",
            ],
            ["az acr token credential delete --registry images --name device --password2"],
        ],
        [
            "with a password that has ended",
            [
                liveDevice({
                    credentials: {
                        passwords: [
                            password("password1", "2026-12-01T00:00:00Z"),
                            password("password2", "2026-05-31T00:00:00Z"),
                        ],
                    },
                }),
                deviceMap(),
            ],
            [],
            [],
        ],
    ])("are compared: %s", (_, live, expected, commands) => {
        const results = found(live);
        expect(differing(results)).toEqual(expected);
        expect(remedies(results)).toEqual(commands);
    });

    it("that are declared as disabled and were enabled are wider", () => {
        const disabled = token("device", target(), { team: { repositories: ["team/*"], permission: "pull" } }, [], {
            enabled: false,
        });
        const results = found([liveDevice({ credentials: {} }), deviceMap()], disabled);
        expect(differing(results)).toEqual([
            "wider: token of device: it is declared as disabled, and enabled in Azure",
        ]);
        expect(remedies(results)).toEqual(["az acr token update --registry images --name device --status disabled"]);
    });

    it("are not asked about where tokens could not be read, and not about others on a registry of another stack", () => {
        const gap = {
            what: "tokens, scope maps of registry images",
            why: "not asked: needs Microsoft.ContainerRegistry/registries/tokens/read",
            cause: "notAllowed",
            kinds: ["token", "scopeMap"],
            within: registryId("images"),
        } as const;
        expect(differing(compared({ state: device, gaps: [gap] }))).toEqual([
            "not asked: tokens of registry images.azurecr.io: tokens, scope maps of registry images: not asked: needs Microsoft.ContainerRegistry/registries/tokens/read",
        ]);
        const foreign = { ...target(), resourceId: registryId("others"), loginServer: "others.azurecr.io" };
        const state = access("team", { main: { registry: foreign, permission: "pull" } }, "team");
        expect(differing(compared({ state, live: [liveDevice()] })).filter((text) => text.includes("others"))).toEqual(
            [],
        );
    });
});
