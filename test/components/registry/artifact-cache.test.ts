import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { declare, problems } from "./support";

describe("the artifact cache of a registry", () => {
    it("is declared with its logins", async () => {
        const recorder = await declare({
            cacheRules: {
                "docker-hub": {
                    sourceRepository: "docker.io/*",
                    targetRepository: "hub/*",
                    credential: "docker-login",
                },
            },
            cacheCredentials: {
                "docker-login": {
                    loginServer: "docker.io",
                    usernameSecretUri: "https://v/u",
                    passwordSecretUri: "https://v/p",
                },
            },
        });
        expect(recorder.inputs(":CredentialSet", "shop-docker-login")).toMatchObject({
            loginServer: "docker.io",
            identity: { type: "SystemAssigned" },
            authCredentials: [
                {
                    name: "Credential1",
                    usernameSecretIdentifier: "https://v/u",
                    passwordSecretIdentifier: "https://v/p",
                },
            ],
        });
        expect(recorder.inputs(":CacheRule", "shop-docker-hub")).toMatchObject({
            cacheRuleName: "docker-hub",
            sourceRepository: "docker.io/*",
            targetRepository: "hub/*",
            credentialSetResourceId: "id-of-shop-docker-login",
        });
    });

    it.each<[string, Partial<ContainerRegistryArgs>, string[]]>([
        [
            "cache rules that meet, without a login for Docker Hub or with an unknown one",
            {
                cacheRules: {
                    "docker-hub": { sourceRepository: "docker.io/library/*", targetRepository: "hub/*" },
                    nginx: { sourceRepository: "ghcr.io/x/nginx", targetRepository: "hub/nginx", credential: "github" },
                    mcr: { sourceRepository: "mcr.microsoft.com/*", targetRepository: "mcr/*" },
                },
            },
            [
                "cacheRules.mcr: is not a usable name. Use 5 to 50 letters, digits and hyphens, and no other characters.",
                "cacheRules.docker-hub.credential: is missing, and Docker Hub serves the cache only to those who log in. Add an entry to cacheCredentials and name it here.",
                'cacheRules.nginx.credential: is not a key of cacheCredentials (given: "github"). Use one of these: there are none.',
                'cacheRules.nginx.targetRepository: overlaps with that of cacheRules.docker-hub (given: "hub/nginx"). Choose targets that do not contain each other.',
            ],
        ],
    ])("refuses %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
