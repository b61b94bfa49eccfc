// The table of kinds is the only list of kinds: the config's sections and the stack's outputs follow from it.
import { readdirSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type {
    AksAttachment,
    ContainerRegistry,
    CredentialVault,
    CrossTenantAksPull,
    CrossTenantApplication,
    RegistryManagedIdentity,
    RegistryServicePrincipal,
    RepositoryToken,
} from "../../../components";
import type { PlatformOutputs } from "../../../platform/declare";
import { kinds } from "../../../platform/kinds";
import { key } from "../../../platform/kinds/fields";
import { platform } from "../../../platform/platform";
import { stackConfig } from "../../../platform/stack-config";
import { record } from "../../support/mocks";
import { asText } from "../support";

const sections = kinds.map(({ section }) => section);

describe("kinds", () => {
    it("are the sections of the stack config, each once", () => {
        const maps = Object.entries(stackConfig.shape).flatMap(([name, schema]) => {
            const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
            return inner instanceof z.ZodRecord && inner.keyType === key ? [name] : [];
        });
        expect(maps).toEqual(sections);
    });

    it("have a file each, named after the section", () => {
        const shared = ["fields.ts", "index.ts", "kind.ts"];
        const files = readdirSync("platform/kinds").filter((file) => !shared.includes(file));
        const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        expect(files.sort()).toEqual(sections.map((section) => `${kebab(section)}.ts`).sort());
    });

    it("come after those that they refer to", () => {
        expect(sections[0]).toBe("registries");
        expect(sections.at(-1)).toBe("vaultSecrets");
    });

    it("are the outputs of the stack, but for access, which has none", async () => {
        const exported: { outputs?: PlatformOutputs } = {};
        await record(() => {
            exported.outputs = platform(asText({ registries: {} }));
        });
        const expected = sections.filter((section) => section !== "access");
        expect(Object.keys(exported.outputs ?? {})).toEqual([...expected, "passwords"]);
    });

    it("give the outputs their types", () => {
        expectTypeOf<PlatformOutputs>().toEqualTypeOf<{
            registries: Record<string, Pick<ContainerRegistry, "name" | "resourceId" | "loginServer">>;
            servicePrincipals: Record<string, Pick<RegistryServicePrincipal, "clientId" | "principalId" | "expiresOn">>;
            repositoryTokens: Record<string, Pick<RepositoryToken, "username" | "expiresOn">>;
            managedIdentities: Record<string, Pick<RegistryManagedIdentity, "resourceId" | "clientId" | "principalId">>;
            aksAttachments: Record<string, Pick<AksAttachment, "principalId" | "identityProfile">>;
            crossTenantApplications: Record<
                string,
                Pick<CrossTenantApplication, "clientId" | "principalId" | "expiresOn">
            >;
            crossTenantAksPulls: Record<string, Pick<CrossTenantAksPull, "principalId" | "tenantId">>;
            vaultSecrets: Record<string, Pick<CredentialVault, "secretUri" | "expiresOn">>;
            passwords: Record<string, pulumi.Output<string>>;
            allowedAsOf?: string;
        }>();
    });
});
