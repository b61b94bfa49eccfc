import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { describe, expect, test } from "vitest";
import * as library from "../../components";

// The contract with YAML, Python, Go and .NET: what Pulumi's own analyzer makes of the package.
const components = Object.entries(library)
    .filter(([, value]) => typeof value === "function" && value.prototype instanceof pulumi.ComponentResource)
    .map(([name]) => name)
    .sort();

const it = test
    .extend("schema", { scope: "file" }, () => {
        const packageJson = JSON.parse(readFileSync("package.json", "utf8"));
        return new Analyzer(process.cwd(), "acr-auth", packageJson, new Set(components)).analyze();
    })
    .extend("shapeOf", ({ schema }) => (name: string) => {
        const component = schema.components[name];
        const list = (properties: Record<string, { optional?: boolean }> = {}): string[] =>
            Object.entries(properties)
                .map(([key, { optional }]) => (optional ? `${key}?` : key))
                .sort();
        return { inputs: list(component?.inputs), outputs: list(component?.outputs) };
    });

describe("the package's schema", () => {
    it("has every component that the package exports", ({ schema }) => {
        expect(Object.keys(schema.components).sort()).toEqual(components);
        expect(components).toMatchInlineSnapshot(`
          [
            "AksAttachment",
            "ContainerRegistry",
            "CredentialVault",
            "CrossTenantAksPull",
            "CrossTenantApplication",
            "RegistryAccess",
            "RegistryManagedIdentity",
            "RegistryServicePrincipal",
            "RepositoryToken",
          ]
        `);
    });

    it("has exactly these inputs and outputs", ({ shapeOf }) => {
        expect(Object.fromEntries(components.map((name) => [name, shapeOf(name)]))).toMatchInlineSnapshot(`
          {
            "AksAttachment": {
              "inputs": [
                "clusterResourceId?",
                "grants",
                "kubeletIdentity?",
                "kubeletObjectId?",
              ],
              "outputs": [
                "identityProfile",
                "principalId",
              ],
            },
            "ContainerRegistry": {
              "inputs": [
                "adminUser?",
                "allowedIpRanges?",
                "anonymousPull?",
                "armAudienceTokens?",
                "asOf?",
                "cacheCredentials?",
                "cacheRules?",
                "customerManagedKey?",
                "dataEndpoint?",
                "exports?",
                "location?",
                "lock?",
                "logWorkspaceResourceId?",
                "preparedMode?",
                "privateEndpoints?",
                "publicNetworkAccess?",
                "registryName?",
                "replications?",
                "resourceGroupName",
                "roleAssignmentMode?",
                "sku?",
                "softDeleteDays?",
                "tags?",
                "trustedServices?",
                "untaggedRetentionDays?",
                "webhooks?",
                "zoneRedundancy?",
              ],
              "outputs": [
                "adminPassword2?",
                "adminPassword?",
                "cachePrincipalIds",
                "loginServer",
                "name",
                "reference",
                "resourceId",
              ],
            },
            "CredentialVault": {
              "inputs": [
                "dockerConfigJson?",
                "expiresOn",
                "password?",
                "readers?",
                "resourceGroupName",
                "secretName?",
                "tags?",
                "username?",
                "vaultName",
              ],
              "outputs": [
                "expiresOn",
                "secretUri",
              ],
            },
            "CrossTenantAksPull": {
              "inputs": [
                "clientId",
                "grants",
              ],
              "outputs": [
                "clientId",
                "principalId",
                "tenantId",
              ],
            },
            "CrossTenantApplication": {
              "inputs": [
                "asOf?",
                "displayName?",
                "lifetime?",
                "loginServers?",
                "owners?",
                "period?",
                "revision?",
                "startsOn?",
              ],
              "outputs": [
                "clientId",
                "dockerConfigJson",
                "expiresOn",
                "password",
                "principalId",
                "username",
              ],
            },
            "RegistryAccess": {
              "inputs": [
                "grants",
                "groupName?",
                "principalId?",
                "principalType?",
                "userPrincipalName?",
              ],
              "outputs": [
                "principalId",
              ],
            },
            "RegistryManagedIdentity": {
              "inputs": [
                "federatedCredentials?",
                "grants",
                "identityName?",
                "identityResourceId?",
                "location?",
                "resourceGroupName?",
                "tags?",
              ],
              "outputs": [
                "clientId",
                "principalId",
                "resourceId",
                "tenantId",
              ],
            },
            "RegistryServicePrincipal": {
              "inputs": [
                "asOf?",
                "clientId?",
                "grants",
                "lifetime?",
                "owners?",
                "period?",
                "revision?",
                "startsOn?",
              ],
              "outputs": [
                "clientId",
                "dockerConfigJson",
                "expiresOn",
                "password",
                "principalId",
                "username",
              ],
            },
            "RepositoryToken": {
              "inputs": [
                "asOf?",
                "enabled?",
                "firstPassword?",
                "grants",
                "lifetime?",
                "period?",
                "registry",
                "revision?",
                "scopeMapName?",
                "startsOn?",
                "tokenName?",
              ],
              "outputs": [
                "dockerConfigJson",
                "expiresOn",
                "password",
                "username",
              ],
            },
          }
        `);
    });

    it("describes every component, input and output in a sentence", ({ schema }) => {
        const undescribed: string[] = [];
        for (const [name, { description, inputs, outputs }] of Object.entries(schema.components)) {
            if (!description?.includes(".")) {
                undescribed.push(name);
            }
            for (const [key, property] of Object.entries({ ...inputs, ...outputs })) {
                if (!property.description?.trim().endsWith(".")) {
                    undescribed.push(`${name}.${key}`);
                }
            }
        }
        expect(undescribed).toEqual([]);
    });
});
