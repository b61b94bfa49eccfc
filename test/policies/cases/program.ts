// Cases of the rules about what a program does beside its resources.
import { command, registry, unknown } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const ignores = (paths: string) =>
    `Container registry 'images' must not ignore changes of ${paths}. Remove it from ignoreChanges, so that a change by hand is put right by the next deployment.`;
const commandMessage = (acts: string) =>
    `Command 'login' must not ${acts}. Declare the access with a component (RegistryAccess, RepositoryToken) and log in outside the program.`;

export const programCases: Record<string, RuleCases> = {
    "acr-program-disallow-ignored-changes": {
        compliant: [registry("images", {}, { ignoreChanges: ["tags", "policies.trustPolicy", "identity"] })],
        violating: {
            resources: [
                registry("images", {}, { ignoreChanges: ["adminUserEnabled", "policies.exportPolicy", "tags"] }),
            ],
            messages: [ignores("adminUserEnabled, policies.exportPolicy")],
        },
        absent: { resources: [registry("images")], messages: [] },
        unknown: { never: "ignoreChanges is plain in every program" },
        more: {
            "counts the wildcard": {
                resources: [registry("images", {}, { ignoreChanges: ["*"] })],
                messages: [ignores("*")],
            },
            "counts what leads to a policy, what is in it, and both ways to write it": {
                resources: [
                    registry(
                        "images",
                        {},
                        {
                            ignoreChanges: [
                                "policies",
                                "policies.*",
                                'policies["azureADAuthenticationAsArmPolicy"].status',
                                'policies["quarantinePolicy"]',
                            ],
                        },
                    ),
                ],
                messages: [ignores('policies, policies.*, policies["azureADAuthenticationAsArmPolicy"].status')],
            },
        },
    },
    "acr-program-disallow-imperative-login": {
        compliant: [command("login", { create: "az acr login --name images" })],
        violating: {
            resources: [
                command("login", { create: "az acr update -n images --admin-enabled true" }),
                command("login", {
                    update: "az acr credential show -n images | docker login images.azurecr.io -u images -p $PASSWORD",
                }),
                command("login", { create: "TOKEN=$(az acr login --name images --expose-token --output tsv)" }),
            ],
            messages: [
                commandMessage("turn the admin user on"),
                commandMessage("read or renew the admin passwords and log in with a password on the command line"),
                commandMessage("expose an access token"),
            ],
        },
        absent: { resources: [command("login")], messages: [] },
        unknown: {
            resources: [command("login", { create: unknown })],
            undecided: ["command line of Command 'login'"],
        },
        more: {
            "leaves --password-stdin alone": {
                resources: [
                    command("login", {
                        create: "helm registry login images.azurecr.io --username ci --password-stdin",
                    }),
                ],
                messages: [],
            },
        },
    },
};
