// Type tokens in every form that programs produce.
import { describe, expect, it } from "vitest";
import { kindOf, kinds, normalise, nounOf } from "../../estate/kinds";

describe("kindOf", () => {
    it.each([
        ["azure-native:containerregistry:Registry", "registry", "native"],
        ["azure-native:containerregistry/v20230701:Registry", "registry", "native"],
        ["azure-native:containerregistry/v20251101preview:Registry", "registry", "native"],
        ["azure-native_containerregistry_v20251101:containerregistry:Registry", "registry", "native"],
        ["azure:containerservice/registry:Registry", "registry", "classic"],
        ["azuread:index/applicationPassword:ApplicationPassword", "applicationPassword", "native"],
        ["pulumi-nodejs:dynamic/acr-auth:TokenPassword", "tokenPassword", "native"],
        ["pulumi-nodejs:dynamic/acr-auth:AdminPasswords", "adminPasswords", "native"],
        ["kubernetes:core/v1:Secret", "kubernetesSecret", "native"],
        ["docker:index/image:Image", "dockerImage", "native"],
        ["time:index/rotating:Rotating", "rotation", "native"],
        ["pulumi:providers:docker", "dockerProvider", "native"],
    ] as const)("%s is %s of %s", (token, kind, dialect) => {
        expect(kindOf(token)).toEqual({ kind, dialect });
    });

    it.each([
        "azure-native:storage:StorageAccount",
        "acr-auth:index:ContainerRegistry",
        "pulumi:pulumi:Stack",
        "pulumi:providers:azure-native",
        "pulumi:providers:azure-native_containerregistry_v20250601preview",
        "",
        "a:b",
        ":::",
    ])("'%s' is none", (token) => {
        expect(kindOf(token)).toBeUndefined();
    });

    it("names every token once", () => {
        const tokens = Object.values(kinds).flatMap((entry) => [
            ...("native" in entry ? entry.native : []),
            ...("classic" in entry ? entry.classic : []),
        ]);
        expect(new Set(tokens).size).toBe(tokens.length);
        // Written the way they are looked up.
        for (const token of tokens) expect(normalise(token)).toBe(token.toLowerCase());
        expect(nounOf("registry")).toBe("Container registry");
    });
});
