import { describe, expect, it } from "vitest";
import { registryId } from "../../policies/support/live";
import { registry } from "../states";
import { compared, differing, images, remedies, target } from "./estate";

const main = (inputs: Record<string, unknown> = {}) => registry("main", target(), inputs);
const arm = (status?: string) => ({
    policies: status === undefined ? {} : { azureADAuthenticationAsArmPolicy: { status } },
});

describe("settings of a registry", () => {
    it.each<[string, Record<string, unknown>, Record<string, unknown>, string[], string[]]>([
        ["as declared", {}, {}, [], []],
        [
            "as declared on request",
            { anonymousPull: true, armAudienceTokens: true },
            { anonymousPullEnabled: true, ...arm("enabled") },
            [],
            [],
        ],
        [
            "tokens for Azure Resource Manager",
            {},
            arm("enabled"),
            [
                "wider: tokens for Azure Resource Manager of registry main: the registry takes tokens that were issued for Azure Resource Manager",
            ],
            ["az acr config authentication-as-arm update --registry images --status disabled"],
        ],
        [
            "tokens for Azure Resource Manager, by default",
            {},
            arm(),
            [
                "wider: tokens for Azure Resource Manager of registry main: the registry takes tokens that were issued for Azure Resource Manager",
            ],
            ["az acr config authentication-as-arm update --registry images --status disabled"],
        ],
        [
            "tokens for Azure Resource Manager that are declared and refused",
            { armAudienceTokens: true },
            {},
            ["narrower: tokens for Azure Resource Manager of registry main: they are refused in Azure"],
            [],
        ],
        [
            "anonymous pull",
            {},
            { anonymousPullEnabled: true },
            ["wider: anonymous pull setting of registry main: everybody may pull without a login"],
            ["az acr update --name images --anonymous-pull-enabled false"],
        ],
        [
            "anonymous pull that is declared and off",
            { anonymousPull: true },
            {},
            ["narrower: anonymous pull setting of registry main: it is off in Azure"],
            [],
        ],
        [
            "a mode that was changed to legacy",
            { roleAssignmentMode: "abac" },
            {},
            [
                "wider: role assignment mode of registry main: it is legacy in Azure, where conditions on repositories have no effect and Owner, Contributor and Reader pull",
            ],
            ["az acr update --name images --role-assignment-mode rbac-abac"],
        ],
        [
            "a mode that was changed to abac",
            {},
            { roleAssignmentMode: "AbacRepositoryPermissions" },
            [
                "narrower: role assignment mode of registry main: it is abac in Azure, where the roles of legacy mode have no effect",
            ],
            [],
        ],
    ])("are compared: %s", (_, inputs, properties, expected, commands) => {
        const results = compared({ state: main(inputs), live: [images(properties)] });
        expect(differing(results)).toEqual(expected);
        expect(remedies(results)).toEqual(commands);
    });

    it("of a registry that could not be read are not asked, and of one that is gone are missing", () => {
        const state = registry("other", {
            ...target(),
            resourceId: registryId("others"),
            loginServer: "others.azurecr.io",
        });
        const gap = {
            what: "registry others",
            why: "not asked: needs Microsoft.ContainerRegistry/registries/read",
            cause: "notAllowed",
            kinds: ["registry"],
            within: undefined,
        } as const;
        expect(differing(compared({ state, gaps: [gap] }))).toEqual([
            "not asked: settings of registry other: registry others: not asked: needs Microsoft.ContainerRegistry/registries/read",
        ]);
        expect(differing(compared({ state }))).toEqual([
            "narrower: settings of registry other: ARM lists no such registry",
        ]);
    });
});
