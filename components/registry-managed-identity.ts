// RegistryManagedIdentity: an Azure identity without a password, for services in Azure and, through federated credentials,
// for pipelines and pods outside Azure.
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, grantsProblems, PrincipalType } from "./access/grants";
import { type FederatedCredential, federatedCredentialName, trustOf } from "./identity/federation";
import { federationProblems, issuerProblems } from "./identity/federation-problems";
import {
    type Identity,
    identityIdProblems,
    knownIdentity,
    newIdentity,
    newIdentityProblems,
} from "./identity/user-assigned-identity";
import { ifPlain, type Problem, refuse, under, whenKnown } from "./inputs/validation";

/** A managed identity. Required are the grants, and either a resource group or an existing identity. */
export interface RegistryManagedIdentityArgs {
    /** What the identity may do, by keys of your own choice, which become part of resource names. */
    grants: Record<string, Grant>;
    /** The resource group of a new identity. Required unless `identityResourceId` is given. */
    resourceGroupName?: pulumi.Input<string>;
    /** ARM id of an existing user-assigned identity. Defaults to a new identity. */
    identityResourceId?: pulumi.Input<string>;
    /**
     * Name of a new identity: 3 to 128 letters, digits, hyphens and underscores. Defaults to the component's name with a
     * random suffix.
     */
    identityName?: pulumi.Input<string>;
    /** Azure region of a new identity. Defaults to the location of the resource group. */
    location?: pulumi.Input<string>;
    /** Tags of a new identity. Defaults to none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Workloads outside Azure that can log in as the identity, by keys of your choice: at most 20. To rename a key, remove
     * it in one deployment and add it in the next: Azure accepts each workload only once. Defaults to none.
     */
    federatedCredentials?: Record<string, FederatedCredential>;
}

/**
 * A user-assigned identity with access to registries. Services in Azure run as it; pipelines and pods outside Azure log in
 * as it with a token of their own issuer. There is no password to store or rotate.
 */
export class RegistryManagedIdentity extends pulumi.ComponentResource {
    /** ARM id of the identity, for services in Azure that run as it. */
    public readonly resourceId: pulumi.Output<string>;
    /** Client id, which `az login --identity` and federated logins name. */
    public readonly clientId: pulumi.Output<string>;
    /** Object id, which roles are assigned to. */
    public readonly principalId: pulumi.Output<string>;
    /** The tenant that federated workloads log in to. */
    public readonly tenantId: pulumi.Output<string>;

    constructor(name: string, args: RegistryManagedIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:RegistryManagedIdentity", name, args, opts);
        const subject = `RegistryManagedIdentity "${name}"`;
        refuse(subject, registryManagedIdentityProblems(name, args));
        const { identityResourceId, resourceGroupName = "", federatedCredentials = {} } = args;
        const identity =
            identityResourceId === undefined
                ? newIdentity(this, subject, name, { ...args, resourceGroupName })
                : knownIdentity(this, subject, identityResourceId);
        assignRoles(this, name, { id: identity.principalId, type: PrincipalType.servicePrincipal }, args.grants);
        federate(this, name, identity, federatedCredentials);

        this.resourceId = identity.resourceId;
        this.clientId = identity.clientId;
        this.principalId = identity.principalId;
        this.tenantId = identity.tenantId;
        this.registerOutputs({
            resourceId: this.resourceId,
            clientId: this.clientId,
            principalId: this.principalId,
            tenantId: this.tenantId,
        });
    }
}

export function registryManagedIdentityProblems(name: string, args: RegistryManagedIdentityArgs): Problem[] {
    return [
        ...grantsProblems(args.grants),
        ...identityProblems(args),
        ...federationProblems(name, args.federatedCredentials ?? {}, args.grants),
    ];
}

const ofNewIdentities = ["resourceGroupName", "identityName", "location", "tags"] as const;

function identityProblems(args: RegistryManagedIdentityArgs): Problem[] {
    if (args.identityResourceId !== undefined) {
        const needless = ofNewIdentities.filter((key) => args[key] !== undefined);
        return [
            ...ifPlain(args.identityResourceId, identityIdProblems),
            ...needless.map((path) => ({
                path,
                problem: "is only for a new identity, and identityResourceId names an existing one",
                remedy: "Leave out one of the two.",
            })),
        ];
    }
    const missing: Problem[] =
        args.resourceGroupName === undefined
            ? [
                  {
                      path: "resourceGroupName",
                      problem: "is missing, and a new identity needs a resource group",
                      remedy: "Give resourceGroupName, or the identityResourceId of an existing identity.",
                  },
              ]
            : [];
    return [...missing, ...newIdentityProblems(args)];
}

/** One after another: Azure refuses concurrent writes to the federated credentials of an identity. */
function federate(
    component: pulumi.ComponentResource,
    name: string,
    { resourceGroupName, resourceName }: Identity,
    credentials: Readonly<Record<string, FederatedCredential>>,
): void {
    let before: pulumi.Resource[] = [];
    for (const [key, credential] of Object.entries(credentials)) {
        const { issuer, subject, audience } = trustOf(credential);
        before = [
            new managedidentity.FederatedIdentityCredential(
                federatedCredentialName(name, key),
                {
                    resourceGroupName,
                    resourceName,
                    federatedIdentityCredentialResourceName: credential.name ?? federatedCredentialName(name, key),
                    issuer: whenKnown(`RegistryManagedIdentity "${name}"`, issuer, (url) =>
                        under(`federatedCredentials.${key}.kubernetes`, issuerProblems(url)),
                    ),
                    subject,
                    audiences: [audience],
                },
                { parent: component, dependsOn: before },
            ),
        ];
    }
}
