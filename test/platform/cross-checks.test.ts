import { describe, expect, it } from "vitest";
import { asText, deploy } from "./support";

describe("the config as a whole", () => {
    it("allows a registry as many tokens as its SKU has", async () => {
        const token = { registry: "shop", grants: { app: { repositories: ["app"], permission: "pull" } } };
        const tokens = (count: number) =>
            Object.fromEntries(Array.from({ length: count }, (_, index) => [`token-${index}`, token]));
        const deployed = deploy(asText({ registries: { shop: { sku: "Basic" } }, repositoryTokens: tokens(101) }));
        await expect(deployed).rejects.toThrow(
            'acr-auth:registries.shop.sku: allows 100 tokens, and repositoryTokens defines 101 for this registry (given: "Basic"). Choose a higher SKU, or spread the tokens over several registries.',
        );
    });

    it("defines every registry that an entry references", async () => {
        const grants = { shop: { registry: "shp", permission: "pull" } };
        await expect(
            deploy(asText({ registries: { shop: {} }, access: { dev: { groupName: "developers", grants } } })),
        ).rejects.toThrow(
            'acr-auth:access.dev.grants.shop.registry: references an undefined registry (given: "shp"). Did you mean shop?',
        );
    });

    it("defines every credential once", async () => {
        const grants = { shop: { registry: "shop", permission: "pull" } };
        const config = {
            registries: { shop: {} },
            servicePrincipals: { web: { grants } },
            crossTenantApplications: { web: {} },
            vaultSecrets: { login: { credential: "web" } },
        };
        await expect(deploy(asText(config))).rejects.toThrow(
            'acr-auth:vaultSecrets.login.credential: references several credentials (given: "web"). Rename all but one.',
        );
    });

    it("grants nothing on a registry whose lock refuses changes", async () => {
        const config = (lock: string) => ({
            registries: { shop: { lock }, other: { lock: "ReadOnly" } },
            access: { dev: { groupName: "developers", grants: { shop: { registry: "shop", permission: "pull" } } } },
            repositoryTokens: {
                device: { registry: "shop", grants: { app: { repositories: ["app"], permission: "pull" } } },
            },
        });
        await expect(deploy(asText(config("ReadOnly")))).rejects.toThrow(
            "acr-auth:registries.shop.lock: refuses the tokens and role assignments that other entries need: access.dev.grants.shop.registry, repositoryTokens.device.registry " +
                '(given: "ReadOnly"). Use CanNotDelete, or leave lock out.',
        );
        await deploy(asText(config("CanNotDelete")));
    });
});
