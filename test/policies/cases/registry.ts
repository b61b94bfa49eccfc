// Cases of the rules about the registry itself.
import { classicRegistry, registry, resource, secret, unknown, urnOf } from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const adminMessage = (subject: string) =>
    `${subject} must not enable the admin user. Set adminUserEnabled to false and grant AcrPull to an identity instead (component RegistryAccess); where only a user name and a password will do, a RepositoryToken reaches just its repositories.`;
const anonymousMessage =
    "Container registry 'images' must not allow anonymous pull, which opens all of its repositories. Set anonymousPullEnabled to false and grant AcrPull to those who pull (component RegistryAccess).";
const audienceMessage =
    "Container registry 'images' must not accept tokens that were made for Azure Resource Manager. Set policies.azureADAuthenticationAsArmPolicy.status to disabled; clients then ask for the audience https://containerregistry.azure.net, as az acr login does.";

const template = (adminUserEnabled: unknown) => ({
    properties: {
        parameters: { admin: { value: true } },
        template: {
            parameters: { admin: { defaultValue: false } },
            resources: [
                {
                    type: "Microsoft.ContainerRegistry/registries",
                    name: "hidden",
                    sku: { name: "Basic" },
                    properties: { adminUserEnabled },
                },
            ],
        },
    },
});
const deployment = (inputs: Record<string, unknown>) => resource("azure-native:resources:Deployment", "arm", inputs);

const component = (expiresOn: unknown) =>
    resource("acr-auth:index:ContainerRegistry", "images", { adminUser: { reason: "portal deployment", expiresOn } });
const opened = (adminUserEnabled: unknown) =>
    registry("images", { adminUserEnabled }, { parent: urnOf("acr-auth:index:ContainerRegistry", "images") });

export const registryCases: Record<string, RuleCases> = {
    "acr-registry-disallow-admin-user": {
        compliant: [registry("images", { adminUserEnabled: false })],
        violating: {
            resources: [registry("images", { adminUserEnabled: true })],
            messages: [adminMessage("Container registry 'images'")],
        },
        absent: { resources: [registry("images")], messages: [] },
        unknown: {
            resources: [
                registry("images", { adminUserEnabled: unknown }),
                registry("sealed", { adminUserEnabled: secret }),
            ],
            undecided: [
                "adminUserEnabled of Container registry 'images'",
                "adminUserEnabled of Container registry 'sealed'",
            ],
        },
        more: {
            "reads every form of the type": {
                resources: [
                    resource("azure-native:containerregistry/v20230701:Registry", "versioned", {
                        adminUserEnabled: true,
                    }),
                    resource("azure-native_containerregistry_v20251101:containerregistry:Registry", "local", {
                        adminUserEnabled: true,
                    }),
                    classicRegistry("classic", { adminEnabled: true, sku: "Basic" }),
                ],
                messages: ["versioned", "local", "classic"].map((name) => adminMessage(`Container registry '${name}'`)),
            },
            "reads registries in ARM templates": {
                resources: [deployment(template("[parameters('admin')]"))],
                messages: [adminMessage("Container registry 'arm/hidden'")],
            },
            "reads generic resources": {
                resources: [
                    resource("azure-native:resources:Resource", "generic", {
                        resourceProviderNamespace: "Microsoft.ContainerRegistry",
                        resourceType: "registries",
                        resourceName: "hidden",
                        properties: { adminUserEnabled: true },
                    }),
                ],
                messages: [adminMessage("Container registry 'generic/hidden'")],
            },
            "leaves an expression of ARM undecided": {
                resources: [deployment(template("[equals(1, 1)]"))],
                messages: [],
            },
        },
    },
    "acr-registry-disallow-anonymous-pull": {
        compliant: [registry("images", { anonymousPullEnabled: false })],
        violating: { resources: [registry("images", { anonymousPullEnabled: true })], messages: [anonymousMessage] },
        absent: { resources: [registry("images")], messages: [] },
        unknown: {
            resources: [registry("images", { anonymousPullEnabled: unknown })],
            undecided: ["anonymousPullEnabled of Container registry 'images'"],
        },
    },
    "acr-registry-disallow-arm-audience-tokens": {
        compliant: [registry("images", { policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } } })],
        violating: {
            resources: [registry("images", { policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } } })],
            messages: [audienceMessage],
        },
        absent: { resources: [registry("images")], messages: [audienceMessage] },
        unknown: {
            resources: [registry("images", { policies: unknown })],
            undecided: ["policies.azureADAuthenticationAsArmPolicy.status of Container registry 'images'"],
        },
    },
    "acr-registry-close-break-glass": {
        compliant: [component("2026-11-24"), opened(true)],
        violating: {
            resources: [component("2026-11-23"), opened(true)],
            messages: [
                "Container registry 'images' must not have the admin user on any more: its break glass ended on 2026-11-23. Deploy again, which turns it off, or extend adminUser.expiresOn with a reason.",
            ],
        },
        absent: { resources: [opened(true)], messages: [] },
        unknown: {
            resources: [component(unknown), opened(true)],
            undecided: ["end of the break glass of Container registry 'images'"],
        },
        more: { "accepts one that was closed": { resources: [component("2026-01-01"), opened(false)], messages: [] } },
    },
};
